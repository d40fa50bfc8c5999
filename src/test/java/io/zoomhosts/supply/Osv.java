package io.zoomhosts.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** OSV's database of vulnerabilities: <a href="https://google.github.io/osv.dev/api/">its API</a>. It needs no key. */
final class Osv {

    static final URI PUBLIC = URI.create("https://api.osv.dev/");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI api;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** @param api the address above {@code v1/}, with a slash at the end */
    Osv(URI api) {
        this.api = api;
    }

    /**
     * An advisory.
     *
     * @param names its identifier and aliases, such as {@code GHSA-…} and {@code CVE-…}
     */
    record Advisory(String id, Set<String> names, String summary, boolean withdrawn) {}

    /** The advisories of each library that has any, by package URL. */
    Map<String, List<Advisory>> advisories(List<String> purls) throws IOException, InterruptedException {
        Map<String, Set<String>> ids = ids(purls);
        Map<String, Advisory> advisories = new TreeMap<>();
        Map<String, List<Advisory>> found = new TreeMap<>();
        for (Map.Entry<String, Set<String>> entry : ids.entrySet()) {
            for (String id : entry.getValue()) {
                if (!advisories.containsKey(id)) {
                    advisories.put(id, advisory(id));
                }
                if (!advisories.get(id).withdrawn()) {
                    found.computeIfAbsent(entry.getKey(), purl -> new ArrayList<>())
                            .add(advisories.get(id));
                }
            }
        }
        return found;
    }

    /** Repeats the question for the libraries whose answer has further pages. */
    private Map<String, Set<String>> ids(List<String> purls) throws IOException, InterruptedException {
        Map<String, Set<String>> ids = new TreeMap<>();
        Map<String, String> tokens = new TreeMap<>();
        purls.forEach(purl -> tokens.put(purl, ""));
        while (!tokens.isEmpty()) {
            List<String> asked = List.copyOf(tokens.keySet());
            JsonNode results = post("v1/querybatch", queries(tokens)).path("results");
            if (results.size() != asked.size()) {
                throw new IOException("OSV answered " + results.size() + " of " + asked.size() + " questions");
            }
            tokens.clear();
            for (int i = 0; i < asked.size(); i++) {
                for (JsonNode vulnerability : results.path(i).path("vulns")) {
                    ids.computeIfAbsent(asked.get(i), purl -> new TreeSet<>())
                            .add(vulnerability.path("id").asText());
                }
                String token = results.path(i).path("next_page_token").asText();
                if (!token.isEmpty()) {
                    tokens.put(asked.get(i), token);
                }
            }
        }
        return ids;
    }

    private static ObjectNode queries(Map<String, String> tokens) {
        ObjectNode body = JSON.createObjectNode();
        ArrayNode queries = body.putArray("queries");
        tokens.forEach((purl, token) -> {
            ObjectNode query = queries.addObject();
            query.putObject("package").put("purl", purl);
            if (!token.isEmpty()) {
                query.put("page_token", token);
            }
        });
        return body;
    }

    private Advisory advisory(String id) throws IOException, InterruptedException {
        JsonNode vulnerability = send(request("v1/vulns/" + URLEncoder.encode(id, StandardCharsets.UTF_8))
                .GET());
        Set<String> names = new TreeSet<>(Set.of(id));
        vulnerability.path("aliases").forEach(alias -> names.add(alias.asText()));
        return new Advisory(id, names, vulnerability.path("summary").asText(), vulnerability.has("withdrawn"));
    }

    private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(api.resolve(path)).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = request.build();
        HttpResponse<String> answer = http.send(built, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("OSV answered " + answer.statusCode() + " to " + built.uri());
        }
        return JSON.readTree(answer.body());
    }
}
