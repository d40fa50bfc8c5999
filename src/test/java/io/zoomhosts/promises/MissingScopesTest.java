package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.DayReport;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A scope that the Zoom app lacks is named with the report that needs it; other reports are collected. */
@ExtendWith(WithKafka.class)
class MissingScopesTest {

    private static final String OF_HOSTS = "report:read:list_users:admin";

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    private final CapturedLog log = new CapturedLog("io.zoomhosts.zoom.MissingScopes");

    @AfterEach
    void close() {
        log.close();
    }

    private Rig rig(KafkaBroker kafka, String scope) throws Exception {
        return Rig.start(kafka, Rig.options().withScope(scope)).set("routes.location", "file:" + routes.folder());
    }

    @Test
    void collect_names_the_scope_and_fails_with_zooms_answer(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "user:read:user:admin")) {
            Run run = rig.collect(Rig.lastMonth("active"), Rig.lastMonth("inactive"))
                    .get(0);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Report hosts: ")
                    .contains(OF_HOSTS);
            assertThat(run.error().failure()).isEqualTo(Failure.NOT_PERMITTED);
            assertThat(run.error()).hasMessageContaining("does not contain scopes");
        }
    }

    @Test
    void collect_looks_at_the_report_that_it_collects(KafkaBroker kafka) throws Exception {
        DayReport.declare(routes.folder(), "guests", "");
        try (Rig rig = rig(kafka, OF_HOSTS)) {
            rig.collect(Rig.lastMonth("active"));
            assertThat(log.lines()).isEmpty();

            rig.zoom().fault(DayReport.answer("guests", "{\"name\":\"Ann\"}"));
            Run run = rig.collect("guests", Rig.lastMonth("active").from());

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("Report guests: ")
                    .contains("report:read:guests:admin");
            assertThat(run.error()).isNull();
        }
    }

    @Test
    void the_service_collects_the_other_reports(KafkaBroker kafka) throws Exception {
        DayReport.declare(routes.folder(), "guests", "");
        try (Rig rig = rig(kafka, OF_HOSTS).set("zoom.reports", "hosts,guests")) {
            Application service = rig.service();
            service.start();
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> rig.runs().committed().stream()
                        .anyMatch(run -> run.value().contains("\"complete\"")));
            } finally {
                service.stop();
            }
            assertThat(log.lines()).singleElement().asString().startsWith("Report guests: ");
        }
    }
}
