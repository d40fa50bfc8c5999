package io.zoomhosts.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters in the format {@code application/x-www-form-urlencoded}: a query, or the body of a form. */
final class Form {

    private Form() {}

    /**
     * Decodes as servers do: a bare {@code +} is a blank, so text that a client does not encode arrives changed.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hexadecimal digits
     */
    static Map<String, String> decoded(String encoded) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (encoded != null) {
            for (String parameter : encoded.split("&")) {
                String[] parts = parameter.split("=", 2);
                if (!parts[0].isEmpty()) {
                    parameters.putIfAbsent(text(parts[0]), parts.length == 2 ? text(parts[1]) : "");
                }
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    static String text(String encoded) {
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
