package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.http.LateAnswerException;
import io.zoomhosts.http.ProxyException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;

/** An HTTP answer as the routes leave it in the variable {@code answer}. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final Map<String, Object> headers;
    private final byte[] body;

    Answer(int status, Map<String, ?> headers, byte[] body) {
        this.status = status;
        this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.headers.putAll(headers);
        this.body = body == null ? new byte[0] : body;
    }

    @SuppressWarnings("unchecked")
    static Answer of(Exchange exchange) {
        Map<String, Object> headers = exchange.getVariable("header:answer", Map.class);
        int status = (Integer) headers.get(HttpConstants.HTTP_RESPONSE_CODE);
        return new Answer(status, headers, exchange.getVariable("answer", byte[].class));
    }

    /** Why there is no answer, in words of our own: the message of a network exception may quote data. */
    static ZoomException missing(Exception caught) {
        if (isForeign(caught)) {
            return new ZoomException(
                    Failure.REFUSED,
                    "the server at Zoom's address presented a certificate that Java does not trust ("
                            + caught.getClass().getSimpleName()
                            + "). If a proxy opens TLS on the way, name a trust store with its certificate"
                            + " in JAVA_OPTS (-Djavax.net.ssl.trustStore)");
        }
        Optional<ProxyException> proxy = Causes.first(caught, ProxyException.class);
        if (proxy.isPresent()) {
            return new ZoomException(
                    proxy.get().isPassing() ? Failure.ZOOM_UNAVAILABLE : Failure.REFUSED,
                    "Zoom was not reached: " + proxy.get().getMessage());
        }
        Optional<LateAnswerException> late = Causes.first(caught, LateAnswerException.class);
        if (late.isPresent()) {
            return new ZoomException(
                    Failure.ZOOM_UNAVAILABLE,
                    "Zoom " + late.get().getMessage() + ": zoom.response-timeout (ZOOM_RESPONSE_TIMEOUT)");
        }
        return new ZoomException(
                Failure.ZOOM_UNAVAILABLE,
                "Zoom could not be reached, or broke off (" + caught.getClass().getSimpleName()
                        + "). Are zoom.api-url and zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL) right?"
                        + (Causes.first(caught, UnknownHostException.class).isPresent()
                                ? " If only a proxy leads out of this network, set HTTPS_PROXY"
                                : ""));
    }

    private static boolean isForeign(Throwable caught) {
        return Causes.first(caught, CertificateException.class).isPresent()
                || Causes.first(caught, SSLPeerUnverifiedException.class).isPresent();
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body;
    }

    /** A header by its name in any case; null where there is none. */
    String header(String name) {
        Object value = headers.get(name);
        return value == null ? null : value.toString();
    }

    /** The body as a JSON tree; a missing node where it is not JSON. Its text is never part of an exception. */
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
