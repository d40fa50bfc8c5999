package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.TlsKeys;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Credentials are only sent to a Zoom with a trusted certificate. */
@ExtendWith(WithKafka.class)
class ZoomTlsIT {

    private static final Window WINDOW = Rig.lastMonth("active");

    private static final String[] COLLECT = {
        "collect", "--from", WINDOW.from().toString(), "--to", WINDOW.to().toString(), "--type", WINDOW.variant()
    };

    @Test
    void sends_nothing_to_a_zoom_with_an_untrusted_certificate(KafkaBroker kafka, @TempDir Path folder)
            throws Exception {
        TlsKeys keys = TlsKeys.make(folder, "ip:127.0.0.1");
        try (Rig rig = Rig.start(kafka, Rig.options().withTls(keys.context()))) {
            assertNothingSent(rig, rig.launcher().run(COLLECT));
        }
    }

    @Test
    void sends_nothing_to_a_zoom_with_a_certificate_for_another_host(KafkaBroker kafka, @TempDir Path folder)
            throws Exception {
        TlsKeys keys = TlsKeys.make(folder, "dns:zoom.example");
        try (Rig rig = Rig.start(kafka, Rig.options().withTls(keys.context()))) {
            assertNothingSent(rig, trusting(keys, rig.launcher()).run(COLLECT));
        }
    }

    @Test
    void trusts_certificates_in_the_trust_store_of_java_opts(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        TlsKeys keys = TlsKeys.make(folder, "ip:127.0.0.1");
        try (Rig rig = Rig.start(kafka, Rig.options().withTls(keys.context()))) {
            Launcher.Ended ended = trusting(keys, rig.launcher()).run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(rig.zoom().apiUrl()).hasScheme("https");
            assertThat(rig.hosts().committed()).hasSize(650);
        }
    }

    @Test
    void reports_that_the_certificate_is_not_trusted(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        TlsKeys keys = TlsKeys.make(folder, "ip:127.0.0.1");
        try (Rig rig = Rig.start(kafka, Rig.options().withTls(keys.context()))) {
            Launcher.Ended ended = rig.launcher().run(COLLECT);

            assertThat(ended.stderr()).contains("certificate", "trustStore").hasLineCount(1);
        }
    }

    private static Launcher trusting(TlsKeys keys, Launcher launcher) {
        return launcher.set(
                "JAVA_OPTS",
                "-Djavax.net.ssl.trustStore=" + keys.trustStore() + " -Djavax.net.ssl.trustStorePassword="
                        + TlsKeys.PASSWORD);
    }

    private static void assertNothingSent(Rig rig, Launcher.Ended ended) {
        assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.FAILED);
        assertThat(ended.stderr()).contains("SSL").doesNotContain("\tat ");
        assertThat(rig.zoom().requests()).isEmpty();
        assertThat(rig.hosts().committed()).isEmpty();
    }
}
