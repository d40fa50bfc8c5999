package io.zoomhosts.sandbox;

import com.sun.net.httpserver.HttpExchange;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request that the sandbox received. Its headers contain the client's credentials, so do not log it.
 *
 * @param accountId the account whose token is requested or used; "" if the sandbox does not know it
 * @param at time of arrival by the sandbox's clock
 * @param method in capitals
 * @param path decoded, without the query
 * @param rawPath as sent, percent-encoded
 * @param query decoded parameters in the order sent; of a repeated parameter the first
 * @param rawQuery as sent, percent-encoded; "" without a query
 * @param headers by lower-case name; values of a repeated header joined by ", "
 */
public record ReceivedRequest(
        String accountId,
        Instant at,
        String method,
        String path,
        String rawPath,
        Map<String, String> query,
        String rawQuery,
        Map<String, String> headers) {

    static ReceivedRequest of(HttpExchange exchange, String accountId, Instant at) {
        String rawQuery = exchange.getRequestURI().getRawQuery();
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return new ReceivedRequest(
                accountId,
                at,
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawPath(),
                Form.decoded(rawQuery),
                rawQuery == null ? "" : rawQuery,
                Map.copyOf(headers));
    }

    /** Whether it requests a page of a report. */
    public boolean isForPage() {
        return path.contains("/report/");
    }

    /** Whether it requests an access token. */
    public boolean isForToken() {
        return path.equals("/oauth/token");
    }
}
