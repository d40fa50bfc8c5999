package io.zoomhosts.zoom;

import io.zoomhosts.sandbox.ZoomContract;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.ExchangeHelper;

/** Answers of Zoom, and exchanges that hold one as Camel's {@code variableReceive: answer} leaves it. */
final class Answers {

    private static final CamelContext CONTEXT = new DefaultCamelContext();

    private Answers() {}

    static Answer answer(int status, String body, Map<String, String> headers) {
        return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** The token endpoint's answer 200, which Zoom's contract allows. */
    static Exchange token(String json) {
        ZoomContract.check("POST", "/oauth/token", 200, json);
        return exchange(200, json);
    }

    /** A page of the host report, which Zoom's contract allows. */
    static void receivePage(Exchange exchange, String json) {
        ZoomContract.check("GET", "/v2/report/users", 200, json);
        receive(exchange, 200, json, Map.of());
    }

    static Exchange exchange(int status, String body) {
        return exchange(status, body, Map.of());
    }

    static Exchange exchange(int status, String body, Map<String, String> headers) {
        Exchange exchange = new DefaultExchange(CONTEXT);
        receive(exchange, status, body, headers);
        return exchange;
    }

    private static void receive(Exchange exchange, int status, String body, Map<String, String> headers) {
        DefaultMessage message = new DefaultMessage(exchange);
        message.setHeaders(new TreeMap<>(Map.of("content-type", "application/json")));
        headers.forEach(message::setHeader);
        message.setHeader(HttpConstants.HTTP_RESPONSE_CODE, status);
        message.setBody(body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        ExchangeHelper.setVariableFromMessageBodyAndHeaders(exchange, "answer", message);
    }
}
