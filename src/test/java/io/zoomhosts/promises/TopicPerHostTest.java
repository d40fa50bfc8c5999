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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A step of one's own that says which topic a host goes to. */
@ExtendWith(WithKafka.class)
class TopicPerHostTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    private static final String[] TWO_HOSTS = {"{\"id\":\"a\",\"type\":1}", "{\"id\":\"b\",\"type\":2}"};

    private static final String LICENSED_ELSEWHERE = """
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

    private static final String AND_WHERE_ALL_ARE = """
                  - process:
                      ref: addRow
                  - removeVariable:
                      name: topic
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void copyRoutes() throws Exception {
        RoutesCopy.copyTo(folder);
    }

    @Test
    void should_publish_a_host_to_the_topic_that_a_step_names(KafkaBroker kafka) throws Exception {
        RoutesCopy.eachHost(folder, LICENSED_ELSEWHERE.formatted("{{zoom.hosts-topic}}.licensed"));
        try (Rig rig = rig(kafka)) {
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
    void should_count_a_host_once_that_a_step_publishes_to_two_topics(KafkaBroker kafka) throws Exception {
        RoutesCopy.eachHost(folder, LICENSED_ELSEWHERE.formatted("{{zoom.hosts-topic}}.licensed") + AND_WHERE_ALL_ARE);
        try (Rig rig = rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, TWO_HOSTS));

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.counts().rows()).as(String.valueOf(run.error())).isEqualTo(2);
            assertThat(run.counts().filtered()).isZero();
            assertThat(keys(rig.hosts())).containsExactlyInAnyOrder("a", "b");
            assertThat(keys(rig.topic(".licensed"))).containsExactly("b");
        }
    }

    /** Guards against what the engine's own sends leave in the message: from the second page on it chose the topic. */
    @Test
    void sends_what_a_step_sends_to_the_topic_of_that_step_on_every_page(KafkaBroker kafka) throws Exception {
        RoutesCopy.eachHost(folder, """
                - to: "kafka:{{zoom.hosts-topic}}.mine"
                """);
        try (Rig rig = rig(kafka)) {
            rig.topic(".mine").create();

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.counts().rows()).as(String.valueOf(run.error())).isEqualTo(650);
            assertThat(rig.topic(".mine").committed()).hasSize(650);
            assertThat(rig.hosts().committed()).hasSize(650).allSatisfy(host -> assertThat(host.key())
                    .isNotNull());
        }
    }

    @Test
    void should_publish_nothing_to_either_topic_when_the_window_fails(KafkaBroker kafka) throws Exception {
        RoutesCopy.eachHost(folder, LICENSED_ELSEWHERE.formatted("{{zoom.hosts-topic}}.licensed"));
        try (Rig rig = rig(kafka)) {
            rig.zoom().fault(ReportStub.window(WINDOW, 3, TWO_HOSTS));

            assertThat(rig.collect(WINDOW).get(0).error().failure()).isEqualTo(Failure.TOTALS_DIFFER);
            assertThat(rig.hosts().committed()).isEmpty();
            assertThat(rig.topic(".licensed").committed()).isEmpty();
        }
    }

    @Test
    void should_name_a_topic_that_is_not_there_and_is_not_to_be_created() throws Exception {
        RoutesCopy.eachHost(folder, LICENSED_ELSEWHERE.formatted("not-there"));
        try (KafkaBroker kafka = EmbeddedKafka.start(0, Map.of("auto.create.topics.enable", "false"));
                Rig rig = rig(kafka)) {
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
    void fails_for_a_name_that_no_topic_can_have_without_telling_it(KafkaBroker kafka) throws Exception {
        RoutesCopy.eachHost(folder, LICENSED_ELSEWHERE.formatted("not a topic"));
        try (Rig rig = rig(kafka)) {
            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error().failure()).isEqualTo(Failure.ROUTE);
            assertThat(run.error())
                    .hasMessageContaining("a step set the variable topic to what cannot be the name of a topic")
                    .hasMessageNotContaining("not a topic");
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    private Rig rig(KafkaBroker kafka) throws Exception {
        return Rig.start(kafka).set("routes.location", "file:" + folder);
    }

    private static List<String> keys(Topic topic) {
        return topic.committed().stream().map(ConsumerRecord::key).toList();
    }
}
