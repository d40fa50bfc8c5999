package io.zoomhosts.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.zoomhosts.sandbox.FaultyTcpProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An answer must be whole within {@code ZOOM_RESPONSE_TIMEOUT}, even if it trickles. */
@Timeout(60)
class AnswerDeadlineTest {

    private static final int TIMEOUT = 600;
    private static final String LONG =
            IntStream.range(0, 1200).mapToObj(String::valueOf).collect(Collectors.joining());

    private final CamelContext context = new DefaultCamelContext();
    private HttpServer server;
    private FaultyTcpProxy proxy;
    private ProducerTemplate template;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean packed = exchange.getRequestURI().getPath().equals("/gzip");
            byte[] body = packed ? gzip(LONG) : LONG.getBytes(StandardCharsets.UTF_8);
            if (packed) {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            }
            exchange.sendResponseHeaders(200, exchange.getRequestURI().getPath().equals("/chunks") ? 0 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        proxy = FaultyTcpProxy.to(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        for (String scheme : new String[] {"http", "https"}) {
            HttpComponent component = context.getComponent(scheme, HttpComponent.class);
            component.setHttpClientConfigurer(new HttpClients(new Proxies(name -> null)));
            component.setResponseTimeout(TIMEOUT);
            component.setSoTimeout(TIMEOUT);
            component.setAutomaticRetriesDisabled(true);
        }
        context.start();
        template = context.createProducerTemplate();
    }

    @AfterEach
    void stop() throws IOException {
        context.stop();
        proxy.close();
        server.stop(0);
    }

    static Stream<Arguments> trickles() {
        return Stream.of(
                trickle("nothing at all", "http", "/", on -> on.silentAfter(0)),
                trickle("nothing more of the body", "http", "/", on -> on.silentAfter(1000)),
                trickle("the status line", "http", "/", on -> on.trickleAfter(0)),
                trickle("a header line", "http", "/", on -> on.trickleAfter(40)),
                trickle(
                        "header lines without an end",
                        "http",
                        "/",
                        on -> on.trickle("HTTP/1.1 200 OK\r\n" + "X-More: 1\r\n".repeat(99))),
                trickle("the body", "http", "/", on -> on.trickleAfter(1000)),
                trickle("a body of unknown length", "http", "/", on -> on.trickle("HTTP/1.1 200 OK\r\n\r\n" + LONG)),
                trickle("chunks", "http", "/chunks", on -> on.trickleAfter(1000)),
                trickle("a gzip stream", "http", "/gzip", on -> on.trickleAfter(150)),
                trickle("a body that nobody reads", "http", "/?ignoreResponseBody=true", on -> on.trickleAfter(1000)),
                trickle("interim answers", "http", "/", on -> on.trickle("HTTP/1.1 102 W\r\n\r\n".repeat(99))),
                trickle("a TLS handshake", "https", "/", on -> on.trickle("\u0016\u0003\u0003\u0020\u0000" + LONG)));
    }

    private static Arguments trickle(String what, String scheme, String path, Consumer<FaultyTcpProxy> fault) {
        return Arguments.of(what, scheme, path, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trickles")
    void times_out_an_answer_that_trickles(String what, String scheme, String path, Consumer<FaultyTcpProxy> fault) {
        fault.accept(proxy);
        long asked = System.nanoTime();

        Exception failed = ask(scheme, path).getException();

        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        if (!what.contains("nobody")) {
            assertThat(failed).isInstanceOf(LateAnswerException.class).hasMessageContaining(TIMEOUT + " ms");
        }
        assertThat(took).isBetween(Duration.ofMillis(TIMEOUT - 50), Duration.ofMillis(TIMEOUT + 5000));
    }

    @Test
    void keeps_an_answer_that_arrived_in_time_and_is_read_late() throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        Exchange answered = ask("http", "/gzip");

        String body = later.schedule(
                        () -> answered.getMessage().getBody(String.class), 2 * TIMEOUT, TimeUnit.MILLISECONDS)
                .get();

        assertThat(answered.getException()).isNull();
        assertThat(body).isEqualTo(LONG);
        later.shutdownNow();
    }

    @Test
    void reuses_the_connection_after_a_whole_answer() {
        ask("http", "/");
        proxy.trickleAfter(1000);
        ask("http", "/");

        assertThat(ask("http", "/").getMessage().getBody(String.class)).isEqualTo(LONG);
    }

    @Test
    void an_endpoint_can_override_the_response_timeout() {
        proxy.trickle("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        Exchange answered = ask("http", "/?responseTimeout=30000");

        assertThat(answered.getMessage().getBody(String.class)).isEqualTo("ok");
    }

    @Test
    void reports_a_broken_answer_before_the_timeout() {
        proxy.resetAfter(1000);

        assertThat(ask("http", "/").getException())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(LateAnswerException.class);
    }

    private Exchange ask(String scheme, String path) {
        String uri = proxy.through(URI.create("http://any/"))
                .replaceFirst("^http", scheme)
                .replaceFirst("/$", path);
        // Like the engine's routes: HttpClient decompresses.
        return template.request(uri, exchange -> exchange.setProperty(Exchange.SKIP_GZIP_ENCODING, true));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
