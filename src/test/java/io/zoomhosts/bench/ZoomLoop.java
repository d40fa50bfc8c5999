package io.zoomhosts.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;

/** The obvious loop over the pages of a window with java.net.http, without error handling. */
final class ZoomLoop {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private String bearer;

    /** Requests all pages and passes each one on. Takes the arguments of {@code zoom-hosts collect}. */
    void forEachPage(Range window, Consumer<JsonNode> page) throws IOException, InterruptedException {
        if (bearer == null) {
            bearer = "Bearer " + accessToken();
        }
        String token = "";
        do {
            String query = "?type=" + window.type() + "&from=" + window.from() + "&to=" + window.to() + "&page_size=300"
                    + (token.isEmpty() ? "" : "&next_page_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(environment("ZOOM_API_URL") + "/report/users" + query))
                    .header("Authorization", bearer)
                    .timeout(Duration.ofSeconds(60))
                    .build();
            JsonNode answer = JSON.readTree(
                    client.send(request, BodyHandlers.ofByteArray()).body());
            page.accept(answer);
            token = answer.path("next_page_token").asText();
        } while (!token.isEmpty());
    }

    private String accessToken() throws IOException, InterruptedException {
        String basic = environment("ZOOM_CLIENT_ID") + ":" + environment("ZOOM_CLIENT_SECRET");
        HttpRequest request = HttpRequest.newBuilder(URI.create(environment("ZOOM_OAUTH_URL")))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=account_credentials&account_id=" + environment("ZOOM_ACCOUNT_ID")))
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofByteArray()).body())
                .path("access_token")
                .asText();
    }

    static String environment(String variable) {
        return System.getenv(variable);
    }
}
