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

/** Requests for access tokens (Server-to-Server OAuth), and what their answers mean: the bean {@code tokenRequests}. */
public final class TokenRequests {

    /** Life in seconds of a token whose answer does not say. */
    private static final int DEFAULT_EXPIRES_IN = 3599;

    private final RequestListener listener;

    public TokenRequests(RequestListener listener) {
        this.listener = listener;
    }

    /** Authorization of a request for a token. */
    public String authorization(@Variable("account") Account account) {
        String app =
                account.credentials().clientId() + ":" + account.credentials().clientSecret();
        return "Basic " + Base64.getEncoder().encodeToString(app.getBytes(StandardCharsets.UTF_8));
    }

    /** Body of a request for a token. */
    public String form(@Variable("account") Account account) {
        return "grant_type=account_credentials&account_id=" + URLEncoder.encode(account.id(), StandardCharsets.UTF_8);
    }

    /**
     * Keeps the token of the answer.
     *
     * @throws RunException if the credentials are refused, or the answer holds no token
     */
    public void accept(@Variable("account") Account account, Exchange exchange) {
        Answer answer = Answer.of(exchange);
        if (answer.status() != 200) {
            throw failed(refused(answer));
        }
        JsonNode json = answer.json();
        String accepted = json.path("access_token").asText("");
        if (accepted.isEmpty()) {
            throw failed(
                    new ZoomException(Failure.ZOOM_UNAVAILABLE, "Zoom's token endpoint answered 200 without a token"));
        }
        account.accessToken().keep(accepted, json.path("expires_in").asLong(DEFAULT_EXPIRES_IN));
        listener.onAnswer(RequestListener.Endpoint.TOKEN, "ok");
    }

    /** Says that no answer came. */
    public void unreachable(@ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception caught) {
        throw failed(Answer.missing(caught));
    }

    private RunException failed(RunException why) {
        listener.onAnswer(RequestListener.Endpoint.TOKEN, why.failure().text());
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
        if (status >= 400 && !answer.isOfZoom()) {
            return answer.ofSomebodyElse("Zoom's token endpoint");
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
