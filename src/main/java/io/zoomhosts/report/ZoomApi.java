package io.zoomhosts.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The reports of Zoom's API, as Zoom's OpenAPI file describes them. The file is read once, at the first question. */
final class ZoomApi {

    private static final String FILE = "/zoom/openapi.yaml";

    private ZoomApi() {}

    /**
     * A parameter of a request.
     *
     * @param inPath whether it is part of the path; otherwise it is part of the query
     * @param wholeNumber whether its values are whole numbers
     * @param values all values that it can have; empty if the file does not list them
     * @param minimum the least number; null if the file has none
     * @param maximum the greatest number; null if the file has none
     */
    record Parameter(
            boolean inPath, boolean required, boolean wholeNumber, List<String> values, Long minimum, Long maximum) {

        private static Parameter of(Map<?, ?> declared) {
            Map<?, ?> schema = map(declared.get("schema"));
            return new Parameter(
                    "path".equals(declared.get("in")),
                    Boolean.TRUE.equals(declared.get("required")),
                    "integer".equals(schema.get("type")),
                    list(schema.get("enum")).stream().map(String::valueOf).toList(),
                    number(schema.get("minimum")),
                    number(schema.get("maximum")));
        }
    }

    /**
     * What Zoom has at one path.
     *
     * @param parameters by name
     * @param answer names of the answer's members
     * @param arrays the arrays of objects among these members, each with the names of its objects' members
     */
    record Endpoint(Map<String, Parameter> parameters, Set<String> answer, Map<String, Set<String>> arrays) {

        private static Endpoint of(Map<?, ?> get) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            list(get.get("parameters")).forEach(parameter -> {
                Map<?, ?> declared = map(parameter);
                parameters.put((String) declared.get("name"), Parameter.of(declared));
            });
            Map<?, ?> answer = get;
            for (String step : List.of("responses", "200", "content", "application/json", "schema")) {
                answer = map(answer.get(step));
            }
            Map<String, Set<String>> arrays = new LinkedHashMap<>();
            map(answer.get("properties")).forEach((name, member) -> {
                Map<?, ?> items = map(map(member).get("items"));
                if (items.containsKey("properties")) {
                    arrays.put((String) name, members(items));
                }
            });
            return new Endpoint(
                    Collections.unmodifiableMap(parameters), members(answer), Collections.unmodifiableMap(arrays));
        }

        /** Names of the parameters that a query can have. */
        Set<String> query() {
            Set<String> names = new LinkedHashSet<>(parameters.keySet());
            names.removeIf(name -> parameters.get(name).inPath());
            return names;
        }

        /**
         * Names of the members of a row.
         *
         * @param rows the array of rows, or {@code .} if the answer is the row
         * @return empty if the answer has no such array
         */
        Optional<Set<String>> row(String rows) {
            return Optional.ofNullable(rows.equals(".") ? answer : arrays.get(rows));
        }
    }

    private static final class Lazy {
        private static final Map<String, Endpoint> ENDPOINTS = read();
    }

    /** The reports, by path. A path can have parameters, as in {@code /report/meetings/{meetingId}}. */
    static Map<String, Endpoint> reports() {
        return Lazy.ENDPOINTS;
    }

    /** Reads the file on another thread. It takes longer than everything else that a start does with reports. */
    static void readInBackground() {
        Thread reading = new Thread(ZoomApi::reports, "zoom-api");
        reading.setDaemon(true);
        reading.start();
    }

    private static Map<String, Endpoint> read() {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        try (InputStream file = ZoomApi.class.getResourceAsStream(FILE)) {
            Load yaml = new Load(LoadSettings.builder().build());
            map(map(yaml.loadFromInputStream(file)).get("paths")).forEach((path, operations) -> {
                if (map(operations).containsKey("get")) {
                    endpoints.put((String) path, Endpoint.of(map(map(operations).get("get"))));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableMap(endpoints);
    }

    private static Set<String> members(Map<?, ?> schema) {
        Set<String> names = new LinkedHashSet<>();
        map(schema.get("properties")).keySet().forEach(name -> names.add((String) name));
        return Collections.unmodifiableSet(names);
    }

    private static Long number(Object value) {
        return value instanceof Number number ? number.longValue() : null;
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
