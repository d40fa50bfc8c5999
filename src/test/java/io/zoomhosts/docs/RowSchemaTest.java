package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hosts and rejected rows in the topics match {@code docs/asyncapi.yaml} and its JSON Schemas. */
@ExtendWith(WithKafka.class)
class RowSchemaTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    private final AsyncApi documented = new AsyncApi();

    @Test
    void every_host_of_both_types_matches_its_schema(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(ACTIVE, INACTIVE);

            assertThat(rig.hosts().committed()).hasSize(1000).allSatisfy(host -> {
                documented.assertDocumented("host", host);
                JsonNode value = AsyncApi.tree(host.value());
                String id = value.path("id").textValue();
                JsonNode report = value.path("report");
                assertThat(host.key()).isEqualTo(id);
                assertThat(Topic.headers(host))
                        .containsEntry("ce_id", report.path("run_id").textValue() + "/" + id)
                        .containsEntry(
                                "ce_source",
                                "/zoom/accounts/" + report.path("account_id").textValue() + "/report/users")
                        .containsEntry("ce_subject", id)
                        .containsEntry("ce_time", report.path("collected_at").textValue());
            });
        }
    }

    @Test
    void keeps_every_member_as_zoom_sent_it(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(ACTIVE);

            Map<String, String> served = rig.zoom().account().rows("active", ACTIVE.from(), ACTIVE.to()).stream()
                    .collect(Collectors.toMap(
                            row -> AsyncApi.tree(row).path("id").textValue(), Function.identity()));
            List<ConsumerRecord<String, String>> hosts = rig.hosts().committed();
            assertThat(hosts).hasSameSizeAs(served.keySet()).allSatisfy(host -> {
                assertThat(withoutReport(host)).isEqualTo(AsyncApi.tree(served.get(host.key())));
                assertThat(host.value()).startsWith(unclosed(served.get(host.key())) + ",\"report\":{");
            });
        }
    }

    @Test
    void keeps_numbers_escapes_and_spaces_as_zoom_sent_them(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            String row = "{ \"id\" : \"Z\\u00fcrich+/=\",\"n\":9007199254740993, \"d\":1.10,\"e\":1E+2,"
                    + "\"big\":123456789012345678901234567890,\"none\":null,\"nest\":[{\"a\":{}},[]],\"dept\":\"\uD83D\uDE00\" }";
            rig.zoom().fault(ReportStub.window(ACTIVE, row));

            rig.collect(ACTIVE);

            assertThat(rig.hosts().committed()).singleElement().satisfies(host -> {
                documented.assertDocumented("host", host);
                assertThat(host.key()).isEqualTo("Z\u00fcrich+/=");
                assertThat(host.value()).startsWith(unclosed(row) + ",\"report\":{");
            });
        }
    }

    @Test
    void replaces_the_reserved_member_and_keeps_the_others(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            String rest = "{\"id\":\"a\",\"n\":9007199254740993,\"d\":1.10,\"e\":1E+2,\"none\":null}";
            rig.zoom().fault(ReportStub.window(ACTIVE, unclosed(rest) + ",\"report\":\"Zoom's own\"}"));

            rig.collect(ACTIVE);

            assertThat(rig.hosts().committed()).singleElement().satisfies(host -> {
                documented.assertDocumented("host", host);
                assertThat(withoutReport(host)).hasToString(rest);
            });
        }
    }

    @Test
    void dlq_keeps_rejected_rows_as_zoom_sent_them(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            String noId = "{ \"email\":\"a@example.com\", \"n\":9007199254740993,\"d\":1.10, \"u\":\"\\u00fc\" }";
            rig.zoom()
                    .fault(ReportStub.brokenWindow(
                            ACTIVE,
                            "{\"id\":\"a\"}",
                            noId,
                            "{\"id\":null}",
                            "{\"id\":\"\"}",
                            "{}",
                            "\"a \\u00fc row\"",
                            "1.10",
                            "null",
                            "[ {\"id\":\"b\"} ]"));

            rig.collect(ACTIVE);

            List<ConsumerRecord<String, String>> rejects = rig.dlq().committed();
            assertThat(rejects).allSatisfy(reject -> documented.assertDocumented("reject", reject));
            assertThat(rejects)
                    .allSatisfy(reject -> assertThat(Topic.headers(reject)).containsEntry("window", ACTIVE.key()))
                    .extracting(ConsumerRecord::value, reject -> Topic.headers(reject)
                            .get("reason"))
                    .containsExactlyInAnyOrder(
                            tuple(noId, "no id"),
                            tuple("{\"id\":null}", "no id"),
                            tuple("{\"id\":\"\"}", "no id"),
                            tuple("{}", "no id"),
                            tuple("\"a \\u00fc row\"", "not an object"),
                            tuple("1.10", "not an object"),
                            tuple("null", "not an object"),
                            tuple("[ {\"id\":\"b\"} ]", "not an object"));
            assertThat(rig.hosts().committed()).extracting(ConsumerRecord::key).containsExactly("a");
            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                documented.assertDocumented("runCompleted", run);
                assertThat(AsyncApi.tree(run.value()).path("rejected").intValue())
                        .isEqualTo(8);
            });
        }
    }

    private static JsonNode withoutReport(ConsumerRecord<String, String> host) {
        return ((ObjectNode) AsyncApi.tree(host.value())).without("report");
    }

    /** The text of an object without its closing brace. */
    private static String unclosed(String object) {
        return object.substring(0, object.length() - 1);
    }
}
