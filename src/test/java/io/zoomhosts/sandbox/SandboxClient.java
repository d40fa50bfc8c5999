package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A minimal HTTP client for the sandbox's own tests. */
final class SandboxClient {
    static final String FORM = "grant_type=account_credentials&account_id=sandbox-account";

    private static final String HOSTS = "/report/users";
    /** Keeps 1.50 as 1.50. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI apiUrl;
    private final URI oauthUrl;

    SandboxClient(SandboxZoom zoom) {
        this(zoom.apiUrl(), zoom.oauthUrl());
    }

    SandboxClient(URI apiUrl, URI oauthUrl) {
        this.apiUrl = apiUrl;
        this.oauthUrl = oauthUrl;
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** Alternating names and values of parameters, sorted by name. */
    static Map<String, String> query(String... parameters) {
        Map<String, String> query = new TreeMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        return query;
    }

    static Map<String, String> with(Map<String, String> query, String name, String value) {
        Map<String, String> more = new TreeMap<>(query);
        more.put(name, value);
        return more;
    }

    HttpRequest tokenRequest(String clientSecret, String form) {
        return tokenRequest("sandbox-client", clientSecret, form);
    }

    HttpRequest tokenRequest(String clientId, String clientSecret, String form) {
        String credentials = clientId + ":" + clientSecret;
        return HttpRequest.newBuilder(oauthUrl)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }

    String accessToken() throws IOException, InterruptedException {
        return json(send(tokenRequest("sandbox-secret", FORM)))
                .path("access_token")
                .asText();
    }

    /** A request for the host report. */
    HttpRequest reportRequest(String accessToken, Map<String, String> query) {
        return reportRequest(accessToken, HOSTS, query);
    }

    /** @param rawPath below the API's address, percent-encoded */
    HttpRequest reportRequest(String accessToken, String rawPath, Map<String, String> query) {
        String encoded = query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return request(accessToken, rawPath + "?" + encoded);
    }

    HttpRequest rawReportRequest(String accessToken, String rawQuery) {
        return request(accessToken, HOSTS + "?" + rawQuery);
    }

    private HttpRequest request(String accessToken, String rawPathAndQuery) {
        return HttpRequest.newBuilder(URI.create(apiUrl + rawPathAndQuery))
                .header("Authorization", "Bearer " + accessToken)
                .build();
    }

    /** As a path's part with slashes that Zoom's gateway must not see. */
    static String encodedTwice(String text) {
        return encoded(encoded(text));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    HttpResponse<String> report(String accessToken, Map<String, String> query)
            throws IOException, InterruptedException {
        return send(reportRequest(accessToken, query));
    }

    /** All pages of the host report; fails unless each is answered with 200. */
    List<JsonNode> pages(String accessToken, Map<String, String> query) throws IOException, InterruptedException {
        return pages(accessToken, HOSTS, query);
    }

    /** All pages of a report; fails unless each is answered with 200. */
    List<JsonNode> pages(String accessToken, String rawPath, Map<String, String> query)
            throws IOException, InterruptedException {
        List<JsonNode> pages = new ArrayList<>();
        String next = "";
        do {
            HttpResponse<String> response = send(
                    reportRequest(accessToken, rawPath, next.isEmpty() ? query : with(query, "next_page_token", next)));
            if (response.statusCode() != 200) {
                throw new IOException(response.statusCode() + " " + response.body());
            }
            pages.add(json(response));
            next = json(response).path("next_page_token").asText();
        } while (!next.isEmpty());
        return pages;
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
