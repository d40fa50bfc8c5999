package io.zoomhosts.zoom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.http.LateAnswerException;
import io.zoomhosts.http.ProxyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** An HTTP answer, read from the variable {@code answer} that the routes set. */
final class Answer {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Advice for a missing answer, by the exception that was thrown. */
    private static final Map<Class<? extends IOException>, ZoomAdvice> MISSING = new LinkedHashMap<>();

    static {
        MISSING.put(UnknownHostException.class, ZoomAdvice.NAME);
        MISSING.put(ConnectException.class, ZoomAdvice.CONNECTION);
        MISSING.put(NoRouteToHostException.class, ZoomAdvice.CONNECTION);
        MISSING.put(ConnectTimeoutException.class, ZoomAdvice.CONNECTION);
        MISSING.put(SocketTimeoutException.class, ZoomAdvice.SLOW_ANSWER);
        MISSING.put(SSLException.class, ZoomAdvice.TLS);
    }

    private final int status;
    private final Map<String, Object> headers;
    private final byte[] body;
    private JsonNode json;

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

    /** The reason for a missing answer. It does not contain the message of the network exception, which may quote data. */
    static ZoomException missing(Exception caught) {
        if (isUntrusted(caught)) {
            return new ZoomException(Failure.REFUSED, ZoomAdvice.CERTIFICATE.on(unreachable(caught)));
        }
        Optional<ProxyException> proxy = Causes.first(caught, ProxyException.class);
        if (proxy.isPresent()) {
            return new ZoomException(
                    proxy.get().isPassing() ? Failure.ZOOM_UNAVAILABLE : Failure.REFUSED,
                    "Zoom could not be reached: " + proxy.get().getMessage());
        }
        Optional<LateAnswerException> late = Causes.first(caught, LateAnswerException.class);
        if (late.isPresent()) {
            return new ZoomException(
                    Failure.ZOOM_UNAVAILABLE,
                    ZoomAdvice.SLOW_ANSWER.on("Zoom " + late.get().getMessage()));
        }
        for (Map.Entry<Class<? extends IOException>, ZoomAdvice> known : MISSING.entrySet()) {
            if (Causes.first(caught, known.getKey()).isPresent()) {
                return new ZoomException(
                        Failure.ZOOM_UNAVAILABLE, known.getValue().on(unreachable(caught)));
            }
        }
        return new ZoomException(Failure.ZOOM_UNAVAILABLE, unreachable(caught));
    }

    private static String unreachable(Exception caught) {
        return "Zoom could not be reached, or the connection broke ("
                + caught.getClass().getSimpleName() + ")";
    }

    private static boolean isUntrusted(Throwable caught) {
        return Causes.first(caught, CertificateException.class).isPresent()
                || Causes.first(caught, SSLPeerUnverifiedException.class).isPresent();
    }

    int status() {
        return status;
    }

    boolean isRedirect() {
        return status > 300 && status < 400;
    }

    byte[] body() {
        return body;
    }

    /** A header, by its case-insensitive name; null if it is missing. */
    String header(String name) {
        Object value = headers.get(name);
        return value == null ? null : value.toString();
    }

    /**
     * Whether the answer is from Zoom: it has a numeric {@code code} or, from the token endpoint, a {@code reason} or an
     * OAuth error. Proxies and other servers answer with HTML or with other JSON; Kubernetes has a {@code code} too.
     */
    boolean isFromZoom() {
        JsonNode said = json();
        return !said.has("apiVersion")
                && (said.path("code").asText().matches("-?\\d+")
                        || said.path("reason").isTextual()
                        || said.path("error").asText().matches("(invalid|unsupported|unauthorized)_\\w+")
                        || said.path("errors").isArray());
    }

    /** Whether the body looks like HTML. */
    boolean isHtml() {
        return body.length > 0 && body[0] == '<';
    }

    /** The exception for an answer that is not from Zoom. A retry may help. */
    ZoomException notFromZoom(String from) {
        return new ZoomException(Failure.ZOOM_UNAVAILABLE, ZoomAdvice.NOT_FROM_ZOOM.on(from + " answered " + status));
    }

    /** The body as a JSON tree; a missing node if it is not JSON. Its text never becomes part of an exception. */
    JsonNode json() {
        if (json == null) {
            try {
                json = JSON.readTree(body);
            } catch (IOException notJson) {
                json = MissingNode.getInstance();
            }
        }
        return json;
    }
}
