package io.zoomhosts.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All combinations of parameter values. */
final class Combinations {

    private Combinations() {}

    /** The combinations in the order of the values; a single empty combination if there are no parameters. */
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
