package io.zoomhosts.licences;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Which headers of a message become headers of the answer. Camel sends all of them, and those of the request and its parameters
 * are still among them: {@code ?Set-Cookie=a} would set a cookie.
 */
public final class AnswerHeaders extends HttpHeaderFilterStrategy {

    static final String CONTENT_DISPOSITION = "Content-Disposition";
    static final String CONTENT_ENCODING = "Content-Encoding";
    static final String LINK = "Link";
    static final String RETRY_AFTER = "Retry-After";
    static final String VARY = "Vary";
    static final String WWW_AUTHENTICATE = "WWW-Authenticate";

    /** Those that routes may set. {@link Access#check} removes them from the request. */
    static final Set<String> NAMES = Set.of(
            Exchange.CONTENT_TYPE,
            CONTENT_DISPOSITION,
            CONTENT_ENCODING,
            LINK,
            "Location",
            RETRY_AFTER,
            VARY,
            WWW_AUTHENTICATE);

    private static final Set<String> LOWER_CASE =
            NAMES.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return !LOWER_CASE.contains(name.toLowerCase(Locale.ROOT));
    }
}
