package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.RunException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.apache.camel.Exchange;

/**
 * The one access token of this process (Server-to-Server OAuth): the bean {@code accessTokens}. Zoom may let an older
 * token die when it gives a new one, so a token is kept until shortly before its end.
 */
public final class AccessTokens {

    /** A token is replaced this long before it ends. */
    private static final Duration EARLY = Duration.ofMinutes(3);

    /** Life of a token whose answer does not say. */
    private static final int DEFAULT_EXPIRES_IN = 3599;

    /** Whatever an answer says, a token is asked for at least once a day and not more often than twice a minute. */
    private static final long SHORTEST_LIFE = 60;

    private static final long LONGEST_LIFE = 86_400;

    private final String accountId;
    private final String basic;
    private final Clock clock;
    private final RequestListener listener;

    private String token;
    private Instant staleAt = Instant.MIN;

    public AccessTokens(String accountId, String clientId, String clientSecret, Clock clock, RequestListener listener) {
        this.accountId = accountId;
        this.basic = "Basic "
                + Base64.getEncoder().encodeToString((clientId + ":" + clientSecret).getBytes(StandardCharsets.UTF_8));
        this.clock = clock;
        this.listener = listener;
    }

    /** Whether a token has to be asked for. */
    public synchronized boolean isMissing() {
        return token == null || !clock.instant().isBefore(staleAt);
    }

    /** Authorization of a request for a token. */
    public String basic() {
        return basic;
    }

    /** Body of a request for a token. */
    public String form() {
        return "grant_type=account_credentials&account_id=" + URLEncoder.encode(accountId, StandardCharsets.UTF_8);
    }

    /**
     * Keeps the token of an answer.
     *
     * @throws RunException if the credentials are refused, or the answer holds no token
     */
    public synchronized void accept(Exchange exchange) {
        Answer answer = Answer.of(exchange);
        JsonNode json = answer.json();
        if (answer.status() != 200) {
            throw failed(refused(answer.status(), json));
        }
        String accepted = json.path("access_token").asText("");
        if (accepted.isEmpty()) {
            throw failed(
                    new ZoomException(Failure.ZOOM_UNAVAILABLE, "Zoom's token endpoint answered 200 without a token"));
        }
        long expiresIn = json.path("expires_in").asLong(DEFAULT_EXPIRES_IN);
        Duration life = Duration.ofSeconds(Math.max(SHORTEST_LIFE, Math.min(expiresIn, LONGEST_LIFE)));
        Duration use = life.compareTo(EARLY.multipliedBy(2)) > 0 ? life.minus(EARLY) : life.dividedBy(2);
        token = accepted;
        staleAt = clock.instant().plus(use);
        listener.onAnswer(RequestListener.Endpoint.TOKEN, "ok");
    }

    /** Says that no answer came. */
    public void unreachable(Exchange exchange) {
        throw failed(Pages.noAnswer(exchange));
    }

    private RunException failed(RunException why) {
        listener.onAnswer(RequestListener.Endpoint.TOKEN, why.failure().text());
        return why;
    }

    private static RunException refused(int status, JsonNode json) {
        if (status >= 500 || status == 429 || status == 408) {
            return new ZoomException(Failure.ZOOM_UNAVAILABLE, "Zoom's token endpoint answered " + status);
        }
        if (status != 400 && status != 401 && status != 403) {
            return new ZoomException(
                    Failure.REFUSED,
                    "Zoom's token endpoint answered " + status + ". Is zoom.oauth-url (ZOOM_OAUTH_URL) right?");
        }
        String error = json.path("error").asText("");
        String reason = json.path("reason").asText(json.path("message").asText(""));
        return new CredentialsRefusedException("Zoom's token endpoint answered " + status
                + RunException.quoted((error.isEmpty() ? "" : " " + error) + (reason.isEmpty() ? "" : ": " + reason))
                + ". Check zoom.account-id, zoom.client-id and zoom.client-secret (ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID,"
                + " ZOOM_CLIENT_SECRET), and that the app is activated");
    }

    /** Authorization of a request for a page. */
    public synchronized String bearer() {
        return "Bearer " + token;
    }

    /** Drops the token of that authorization, which Zoom no longer accepts. A newer one stays. */
    synchronized void forget(String bearer) {
        if (bearer().equals(bearer)) {
            token = null;
        }
    }
}
