package io.zoomhosts.licences;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Decides who sees people. Without a token and a password file, the page is on loopback, and only requests for a loopback name
 * are served: the name of another website could resolve to loopback (DNS rebinding), and its scripts would read the answer.
 * Thread-safe.
 */
public final class Access {

    /** The shortest token that cannot be guessed. */
    public static final int SHORTEST_TOKEN = 16;

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private static final String API = "/api/";

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private static final String LOGIN = "Basic realm=\"zoom-hosts licences\", charset=\"UTF-8\"";

    private final byte[] token;
    private final Passwords passwords;

    private Access(byte[] token, Passwords passwords) {
        this.token = token;
        this.passwords = passwords;
    }

    /**
     * Access as the settings grant it.
     *
     * @throws IllegalArgumentException if the password file cannot be used; the message continues the name of its setting
     */
    public static Access of(LicenceSettings settings) {
        return new Access(
                settings.token().isEmpty() ? null : Passwords.hash(settings.token()),
                settings.passwordFile().isEmpty() ? null : Passwords.in(Path.of(settings.passwordFile())));
    }

    /** Why a request is not served. */
    enum Refusal {
        NONE(200, ""),
        OTHER_HOST(
                403,
                "This page is served under http://localhost:<port> only. To use another name, set LICENCES_TOKEN or"
                        + " LICENCES_PASSWORD_FILE"),
        NO_SECRET(
                401,
                "This page shows names and addresses. Send the header Authorization: Bearer <token>, or a user name and"
                        + " password (HTTP Basic). The token is also valid as a password, with any user name");

        private final int status;
        private final String words;

        Refusal(int status, String words) {
            this.status = status;
            this.words = words;
        }
    }

    /**
     * Lets a request pass, or answers it and ends the route. The first step of each route that shows people. Removes headers of
     * the request that would otherwise be part of the answer.
     */
    public void check(Exchange exchange) {
        HttpServerRequest request = exchange.getMessage(HttpMessage.class).getRequest();
        Message message = exchange.getMessage();
        AnswerHeaders.NAMES.forEach(message::removeHeader);
        Refusal refusal = refusal(host(request), request.getHeader(HttpHeaders.AUTHORIZATION));
        if (refusal != Refusal.NONE) {
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, refusal.status);
            if (refusal == Refusal.NO_SECRET) {
                message.setHeader(AnswerHeaders.WWW_AUTHENTICATE, LOGIN);
            }
            if (request.path().startsWith(API)) {
                LicenceApi.error(message, refusal.words);
            } else {
                message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
                message.setBody(refusal.words + "\n");
            }
            exchange.setRouteStop(true);
        }
    }

    /** The name in the header Host; null if there is none, or several. */
    private static String host(HttpServerRequest request) {
        HostAndPort authority = request.authority();
        return authority == null || request.headers().getAll(HttpHeaders.HOST).size() != 1 ? null : authority.host();
    }

    Refusal refusal(String host, String authorization) {
        if (token == null && passwords == null) {
            return host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) ? Refusal.NONE : Refusal.OTHER_HOST;
        }
        return isGranted(authorization == null ? "" : authorization.strip()) ? Refusal.NONE : Refusal.NO_SECRET;
    }

    private boolean isGranted(String authorization) {
        if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return isToken(authorization.substring(BEARER.length()).strip());
        } else if (authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return isLogin(decoded(authorization.substring(BASIC.length()).strip()));
        }
        return false;
    }

    private boolean isToken(String given) {
        return token != null && Passwords.isSame(token, given);
    }

    private boolean isLogin(String login) {
        int colon = login.indexOf(':');
        if (colon < 0) {
            return false;
        }
        String password = login.substring(colon + 1);
        return isToken(password) || passwords != null && passwords.isRight(login.substring(0, colon), password);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
