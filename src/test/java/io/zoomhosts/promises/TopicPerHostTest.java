package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A hook can name the topic of each host, within the window's transaction. */
@ExtendWith(WithKafka.class)
class TopicPerHostTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    private static final String[] TWO_HOSTS = {"{\"id\":\"a\",\"type\":1}", "{\"id\":\"b\",\"type\":2}"};

    private static final String LICENSED_TO_OTHER_TOPIC = """
            - filter:
                expression:
                  jsonpath:
                    expression: "$[?(@.type == 2)]"
                steps:
                  - setVariable:
                      name: topic
                      expression:
                        constant:
                          expression: "%s"
            """;

    private static final String AND_TO_HOSTS_TOPIC = """
                  - process:
                      ref: addRow
                  - removeVariable:
                      name: topic
            """;

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @Test
    void publishes_a_host_to_the_topic_that_a_step_names(KafkaBroker kafka) throws Exception {
        routes.eachHost(LICENSED_TO_OTHER_TOPIC.formatted("{{zoom.hosts-topic}}.licensed"));
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, TWO_HOSTS));

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(run.counts().rows()).isEqualTo(1);
            assertThat(run.counts().filtered()).isEqualTo(1);
            assertThat(keys(rig.hosts())).containsExactly("a");
            assertThat(rig.topic(".licensed").committed()).singleElement().satisfies(host -> {
                assertThat(host.key()).isEqualTo("b");
                assertThat(host.value()).startsWith("{\"id\":\"b\",\"type\":2,\"report\":{");
                assertThat(Topic.headers(host))
                        .containsOnlyKeys(
                                "ce_id",
                                "ce_source",
                                "ce_specversion",
                                "ce_subject",
                                "ce_time",
                                "ce_type",
                                "content-type")
                        .containsEntry("ce_id", run.id() + "/b");
            });
        }
    }

    @Test
    void counts_a_host_once_when_a_step_publishes_it_to_two_topics(KafkaBroker kafka) throws Exception {
        routes.eachHost(LICENSED_TO_OTHER_TOPIC.formatted("{{zoom.hosts-topic}}.licensed") + AND_TO_HOSTS_TOPIC);
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, TWO_HOSTS));

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.counts().rows()).as(String.valueOf(run.error())).isEqualTo(2);
            assertThat(run.counts().filtered()).isZero();
            assertThat(keys(rig.hosts())).containsExactlyInAnyOrder("a", "b");
            assertThat(keys(rig.topic(".licensed"))).containsExactly("b");
        }
    }

    /** Guards against headers that the engine's own sends leave in the message, which chose the topic from page 2 on. */
    @Test
    void a_step_sends_to_its_own_topic_on_every_page(KafkaBroker kafka) throws Exception {
        routes.eachHost("""
                - to: "kafka:{{zoom.hosts-topic}}.mine"
                """);
        try (Rig rig = routes.rig(kafka)) {
            rig.topic(".mine").create();

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.counts().rows()).as(String.valueOf(run.error())).isEqualTo(650);
            assertThat(rig.topic(".mine").committed()).hasSize(650);
            assertThat(rig.hosts().committed()).hasSize(650).allSatisfy(host -> assertThat(host.key())
                    .isNotNull());
        }
    }

    @Test
    void all_or_nothing_covers_both_topics(KafkaBroker kafka) throws Exception {
        routes.eachHost(LICENSED_TO_OTHER_TOPIC.formatted("{{zoom.hosts-topic}}.licensed"));
        try (Rig rig = routes.rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, 3, TWO_HOSTS));

            assertThat(rig.collect(WINDOW).get(0).error().failure()).isEqualTo(Failure.TOTALS_DIFFER);
            assertThat(rig.hosts().committed()).isEmpty();
            assertThat(rig.topic(".licensed").committed()).isEmpty();
        }
    }

    @Test
    void names_a_missing_topic_that_is_not_to_be_created() throws Exception {
        routes.eachHost(LICENSED_TO_OTHER_TOPIC.formatted("not-there"));
        try (KafkaBroker kafka = EmbeddedKafka.start(0, Map.of("auto.create.topics.enable", "false"));
                Rig rig = routes.rig(kafka)) {
            rig.hosts().create();
            rig.runs().create();
            rig.dlq().create();
            rig.set("zoom.topics.create", "false").set("camel.component.kafka.max-block-ms", "1000");

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error())
                    .hasMessageContaining("Topic not-there not present in metadata")
                    .hasMessageContaining("Create the topic");
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    @Test
    void fails_on_an_invalid_topic_name_without_quoting_it(KafkaBroker kafka) throws Exception {
        routes.eachHost(LICENSED_TO_OTHER_TOPIC.formatted("not a topic"));
        try (Rig rig = routes.rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error().failure()).isEqualTo(Failure.ROUTE);
            assertThat(run.error())
                    .hasMessageContaining("a step set the variable topic to an invalid topic name")
                    .hasMessageNotContaining("not a topic");
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    private static List<String> keys(Topic topic) {
        return topic.committed().stream().map(ConsumerRecord::key).toList();
    }
}
