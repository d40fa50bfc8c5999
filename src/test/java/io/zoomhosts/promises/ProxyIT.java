package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.ConnectProxy;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.TlsKeys;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HTTPS_PROXY}: collects in a network where Zoom is only reachable through a proxy, with TLS to the end. */
@ExtendWith(WithKafka.class)
class ProxyIT {

    private static final Window WINDOW = Rig.lastMonth("active");
    private static final String USER = "us er:p@ss%w+rd";
    private static final String ENCODED = "us%20er:p%40ss%25w+rd";

    private static final String[] COLLECT = {
        "collect", "--from", WINDOW.from().toString(), "--to", WINDOW.to().toString(), "--type", WINDOW.variant()
    };

    @TempDir
    private Path folder;

    /** The body of a test inside that network. */
    private interface Inside {
        void run(Rig rig, ConnectProxy proxy, Launcher launcher) throws Exception;
    }

    private void inNetwork(KafkaBroker kafka, String user, Inside inside) throws Exception {
        TlsKeys keys = TlsKeys.make(folder, "dns:zoom.example");
        try (Rig rig = Rig.start(kafka, Rig.options().withTls(keys.context()));
                ConnectProxy proxy = new ConnectProxy(rig.zoom().apiUrl(), user)) {
            Launcher launcher = rig.launcher()
                    .set("ZOOM_API_URL", "https://zoom.example/v2")
                    .set("ZOOM_OAUTH_URL", "https://zoom.example/oauth/token")
                    .set("LOG_LEVEL", "DEBUG");
            inside.run(rig, proxy, trusting(keys, launcher, ""));
        }
    }

    private static Launcher trusting(TlsKeys keys, Launcher launcher, String more) {
        return launcher.set(
                "JAVA_OPTS",
                "-Djavax.net.ssl.trustStore=" + keys.trustStore() + " -Djavax.net.ssl.trustStorePassword="
                        + TlsKeys.PASSWORD + " " + more);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void collects_through_the_https_proxy_of_the_environment(String variable, KafkaBroker kafka) throws Exception {
        inNetwork(kafka, null, (rig, proxy, launcher) -> {
            assertCollected(rig, launcher.set(variable, "http://127.0.0.1:" + proxy.port() + "/"));

            assertThat(proxy.asked()).isNotEmpty().containsOnly("CONNECT zoom.example:443 HTTP/1.1");
        });
    }

    @Test
    void collects_through_a_proxy_with_a_password(KafkaBroker kafka) throws Exception {
        inNetwork(
                kafka,
                USER,
                (rig, proxy, launcher) ->
                        assertCollected(rig, launcher.set("HTTPS_PROXY", ENCODED + "@127.0.0.1:" + proxy.port())));
    }

    @Test
    void java_properties_override_the_environment(KafkaBroker kafka) throws Exception {
        inNetwork(kafka, "one:secret-of-java", (rig, proxy, launcher) -> {
            TlsKeys keys = new TlsKeys(folder.resolve("keys.p12"), folder.resolve("trust.p12"));
            launcher.set("HTTPS_PROXY", "http://127.0.0.1:1").set("NO_PROXY", "*");

            assertCollected(
                    rig,
                    trusting(
                            keys,
                            launcher,
                            "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + proxy.port()
                                    + " -Dhttps.proxyUser=one -Dhttps.proxyPassword=secret-of-java"));
        });
    }

    @Test
    void names_the_variable_when_the_proxy_requires_a_password(KafkaBroker kafka) throws Exception {
        inNetwork(
                kafka,
                USER,
                (rig, proxy, launcher) -> assertFailed(
                        rig,
                        launcher.set("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()),
                        "the proxy set in HTTPS_PROXY requires a user and a password (407): set them in HTTPS_PROXY"));
    }

    @Test
    void names_the_java_properties_when_their_proxy_requires_a_password(KafkaBroker kafka) throws Exception {
        inNetwork(kafka, USER, (rig, proxy, launcher) -> {
            TlsKeys keys = new TlsKeys(folder.resolve("keys.p12"), folder.resolve("trust.p12"));

            assertFailed(
                    rig,
                    trusting(keys, launcher, "-Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=" + proxy.port()),
                    "the proxy set in https.proxyHost requires a user and a password (407): set them in https.proxyUser and"
                            + " https.proxyPassword");
        });
    }

    @Test
    void names_the_variable_when_the_proxy_refuses_the_password(KafkaBroker kafka) throws Exception {
        inNetwork(
                kafka,
                USER,
                (rig, proxy, launcher) -> assertFailed(
                        rig,
                        launcher.set("HTTPS_PROXY", "http://us%20er:secret-typo@127.0.0.1:" + proxy.port()),
                        "the proxy set in HTTPS_PROXY rejected the user or the password (407)"));
    }

    @Test
    void distinguishes_answers_of_the_proxy_from_answers_of_zoom(KafkaBroker kafka) throws Exception {
        inNetwork(kafka, null, (rig, proxy, launcher) -> {
            proxy.refuse(403);

            assertFailed(
                    rig,
                    launcher.set("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()),
                    "the proxy set in HTTPS_PROXY answered 403 and blocked the request");
        });
    }

    @Test
    void names_the_variable_when_the_proxy_is_unreachable(KafkaBroker kafka) throws Exception {
        inNetwork(
                kafka,
                null,
                (rig, proxy, launcher) -> assertFailed(
                        rig,
                        launcher.set("https_proxy", "http://some:secret@127.0.0.1:1"),
                        "the proxy set in https_proxy cannot be reached (HttpHostConnectException). Check its host and port, and the firewall"));
    }

    @Test
    void no_proxy_bypasses_the_proxy_and_the_error_mentions_it(KafkaBroker kafka) throws Exception {
        inNetwork(kafka, null, (rig, proxy, launcher) -> {
            launcher.set("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port()).set("NO_PROXY", "localhost,example");

            assertFailed(
                    rig,
                    launcher,
                    "If your network requires a proxy, set HTTPS_PROXY, and make sure that NO_PROXY does not include the host");
            assertThat(proxy.asked()).isEmpty();
        });
    }

    @Test
    void bypasses_the_proxy_for_a_zoom_on_loopback(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            assertCollected(
                    rig,
                    rig.launcher().set("HTTP_PROXY", "http://127.0.0.1:1").set("HTTPS_PROXY", "http://127.0.0.1:1"));
        }
    }

    @Test
    void http_steps_of_hooks_use_the_proxy_too(KafkaBroker kafka) throws Exception {
        Path routes = folder.resolve("routes");
        RoutesCopy.copyTo(routes);
        Files.copy(
                Path.of("docs/recipes/webhook/each-run.camel.yaml"),
                routes.resolve("yours/each-run.camel.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        inNetwork(kafka, null, (rig, proxy, launcher) -> {
            rig.zoom().fault((request, nth) -> Optional.of(SandboxAnswer.error(400, 300, "No"))
                    .filter(any -> request.isForPage()));
            Launcher.Ended ended = launcher.set("HTTPS_PROXY", "http://127.0.0.1:" + proxy.port())
                    .set("ROUTES_LOCATION", "file:" + routes)
                    .set("WEBHOOK_URL", "https://hooks.example/zoom-hosts")
                    .run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.FAILED);
            assertThat(proxy.asked()).contains("CONNECT hooks.example:443 HTTP/1.1");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://some:secret@proxy.example:1080",
                "https://some:secret@proxy.example:3128",
                "http://some:secret@",
                "http://some:secret@proxy.example:port",
                "http://some:secret%zz@proxy.example:3128"
            })
    void rejects_an_invalid_proxy_without_quoting_it(String value) throws Exception {
        Launcher.Ended ended = new Launcher()
                .set("HTTPS_PROXY", value)
                .set("ZOOM_ACCOUNT_ID", "a")
                .set("ZOOM_CLIENT_ID", "b")
                .set("ZOOM_CLIENT_SECRET", "c")
                .run();

        assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.UNUSABLE);
        assertThat(ended.stderr()).startsWith("HTTPS_PROXY ").hasLineCount(1);
        assertQuiet(ended);
    }

    private static void assertCollected(Rig rig, Launcher launcher) throws Exception {
        Launcher.Ended ended = launcher.run(COLLECT);

        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        assertThat(rig.hosts().committed()).hasSize(650);
        assertQuiet(ended);
    }

    private static void assertFailed(Rig rig, Launcher launcher, String why) throws Exception {
        Launcher.Ended ended = launcher.run(COLLECT);

        assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.FAILED);
        assertThat(ended.stderr()).contains(why);
        assertThat(rig.zoom().requests()).isEmpty();
        assertQuiet(ended);
    }

    /** Asserts that the output contains no password, neither plain nor encoded. */
    private static void assertQuiet(Launcher.Ended ended) {
        assertThat(ended.stdout() + ended.stderr()).doesNotContain("secret", "p@ss", "p%40ss", "Basic ", "rd@127");
    }
}
