package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/** Builds access token requests (Server-to-Server OAuth) and interprets their answers: the bean {@code tokenRequests}. */
public final class TokenRequests {

    /** The lifetime of a token in seconds, if the answer does not contain it. */
    private static final int DEFAULT_EXPIRES_IN = 3599;

    private final RequestListener listener;
    private final MissingScopes missingScopes;

    public TokenRequests(RequestListener listener, MissingScopes missingScopes) {
        this.listener = listener;
        this.missingScopes = missingScopes;
    }

    /** The {@code Authorization} header of a token request. */
    public String authorization(@Variable("account") Account account) {
        String app =
                account.credentials().clientId() + ":" + account.credentials().clientSecret();
        return "Basic " + Base64.getEncoder().encodeToString(app.getBytes(StandardCharsets.UTF_8));
    }

    /** The body of a token request. */
    public String form(@Variable("account") Account account) {
        return "grant_type=account_credentials&account_id=" + URLEncoder.encode(account.id(), StandardCharsets.UTF_8);
    }

    /**
     * Stores the token of the answer with the account.
     *
     * @throws RunException if Zoom rejects the credentials, or the answer has no token
     */
    public void accept(@Variable("account") Account account, Exchange exchange) {
        Answer answer = Answer.of(exchange);
        if (answer.status() != 200) {
            throw failed(account, refused(answer));
        }
        JsonNode json = answer.json();
        String accepted = json.path("access_token").asText("");
        if (accepted.isEmpty()) {
            throw failed(
                    account,
                    new ZoomException(Failure.ZOOM_UNAVAILABLE, "Zoom's token endpoint answered 200 without a token"));
        }
        account.accessToken().keep(accepted, json.path("expires_in").asLong(DEFAULT_EXPIRES_IN));
        listener.onAnswer(account, RequestListener.Endpoint.TOKEN, "ok");
        missingScopes.check(account, json.path("scope").asText(""));
    }

    /** Throws the exception for a missing answer. */
    public void unreachable(
            @Variable("account") Account account, @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        throw failed(account, Answer.missing(caught));
    }

    private RunException failed(Account account, RunException why) {
        listener.onAnswer(account, RequestListener.Endpoint.TOKEN, why.failure().text());
        return why;
    }

    private static RunException refused(Answer answer) {
        int status = answer.status();
        String said = "Zoom's token endpoint answered " + status;
        if (status >= 500 || status == 429 || status == 408) {
            return new ZoomException(Failure.ZOOM_UNAVAILABLE, said);
        }
        if (answer.isRedirect()) {
            return new ZoomException(Failure.REFUSED, ZoomAdvice.REDIRECT.on(said));
        }
        if (status >= 400 && !answer.isFromZoom()) {
            return answer.notFromZoom("Zoom's token endpoint");
        }
        JsonNode json = answer.json();
        String error = json.path("error").asText("");
        String reason = json.path("reason").asText(json.path("message").asText(""));
        said += RunException.quoted((error.isEmpty() ? "" : " " + error) + (reason.isEmpty() ? "" : ": " + reason));
        return status == 400 || status == 401 || status == 403
                ? new CredentialsRefusedException(ZoomAdvice.CREDENTIALS.on(said))
                : new ZoomException(Failure.REFUSED, ZoomAdvice.ADDRESS.on(said));
    }
}
