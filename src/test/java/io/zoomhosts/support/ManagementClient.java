package io.zoomhosts.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** Requests health, metrics and info of a service. */
public final class ManagementClient {

    /** All paths that are served. */
    public static final List<String> OPEN = List.of(
            "/observe/health", "/observe/health/ready", "/observe/health/live", "/observe/metrics", "/observe/info");

    private ManagementClient() {}

    public static boolean answers(int port) throws InterruptedException {
        try {
            return get("127.0.0.1", port, OPEN.get(0)).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    public static HttpResponse<String> get(String host, int port, String path)
            throws IOException, InterruptedException {
        return get(host, port, path, null);
    }

    /** @param accept value of the header {@code Accept}; null for none */
    public static HttpResponse<String> get(String host, int port, String path, String accept)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path));
        if (accept != null) {
            request.header("Accept", accept);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
