package io.zoomhosts.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every way to give each parameter one of its values. */
final class Combinations {

    private Combinations() {}

    /** One combination without a parameter where there are none; otherwise in the order of the values. */
    static List<Map<String, String>> of(Map<String, List<String>> values) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : parameter.getValue()) {
                    Map<String, String> more = new LinkedHashMap<>(combination);
                    more.put(parameter.getKey(), value);
                    longer.add(more);
                }
            }
            combinations = longer;
        }
        return combinations;
    }
}
