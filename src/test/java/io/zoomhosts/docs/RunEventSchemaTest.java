package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.ZoomContract;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Run events match {@code docs/asyncapi.yaml} and its JSON Schemas. */
@ExtendWith(WithKafka.class)
class RunEventSchemaTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    private final AsyncApi documented = new AsyncApi();

    @Test
    void events_of_complete_runs_match_their_schema(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(ACTIVE, INACTIVE);

            List<ConsumerRecord<String, String>> runs = rig.runs().committed();
            assertThat(runs)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrder(Rig.runKey(ACTIVE), Rig.runKey(INACTIVE));
            assertThat(runs).allSatisfy(run -> assertRun("runCompleted", "complete", run));
        }
    }

    @Test
    void totals_are_null_when_zoom_gives_none(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, Rig.options().withTotals(false))) {
            rig.collect(INACTIVE);

            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                assertRun("runCompleted", "complete", run);
                assertThat(AsyncApi.tree(run.value()))
                        .filteredOn(JsonNode::isNull)
                        .hasSize(4);
            });
        }
    }

    @Test
    void marks_a_published_mismatch(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka).set("zoom.on-mismatch", "publish")) {
            rig.zoom().fault(ReportStub.window(ACTIVE, 2, "{\"id\":\"a\"}"));

            rig.collect(ACTIVE);

            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                assertRun("runCompleted", "complete", run);
                assertThat(AsyncApi.tree(run.value()).path("mismatch").booleanValue())
                        .isTrue();
            });
        }
    }

    @Test
    void reports_differences_from_zooms_totals(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom()
                    .fault(ReportStub.always(ZoomContract.answer(
                            "/v2/report/users",
                            "{\"from\":\"%s\",\"to\":\"%s\",\"total_meetings\":7,\"total_participants\":3,\"users\":[{\"id\":\"a\",\"meetings\":5,\"participants\":3}]}"
                                    .formatted(ACTIVE.from(), ACTIVE.to()))));

            rig.collect(ACTIVE);

            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                assertRun("runCompleted", "complete", run);
                assertThat(AsyncApi.tree(run.value()).path("differences"))
                        .isEqualTo(AsyncApi.tree("{\"total_meetings\":5}"));
            });
        }
    }

    @Test
    void events_of_failed_runs_match_their_schema(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom()
                    .fault(ReportStub.always(
                            SandboxAnswer.error(401, 4711, "Invalid access token, does not contain scopes.")));

            rig.collect(ACTIVE);

            assertThat(rig.hosts().committed()).isEmpty();
            assertThat(rig.dlq().committed()).isEmpty();
            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                assertRun("runFailed", "failed", run);
                assertThat(run.key()).isEqualTo(Rig.runKey(ACTIVE));
                assertThat(AsyncApi.tree(run.value()).at("/error/kind").textValue())
                        .isEqualTo("not-permitted");
            });
        }
    }

    private void assertRun(String message, String status, ConsumerRecord<String, String> run) {
        documented.assertDocumented(message, run);
        JsonNode value = AsyncApi.tree(run.value());
        assertThat(value.path("status").textValue()).isEqualTo(status);
        assertThat(value.path("run_id").textValue()).endsWith("/" + run.key());
        assertThat(Topic.headers(run))
                .containsEntry("ce_id", value.path("run_id").textValue() + "/" + status)
                .containsEntry(
                        "ce_source",
                        "/zoom/accounts/" + value.at("/report/account_id").textValue() + "/report/users")
                .containsEntry("ce_subject", run.key())
                .containsEntry("ce_time", value.path("finished_at").textValue());
    }
}
