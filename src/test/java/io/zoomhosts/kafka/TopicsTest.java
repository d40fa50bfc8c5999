package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.WithKafka;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * Missing topics are created with {@code zoom.topics.partitions} partitions and a retention of 400 days; existing topics keep
 * their settings.
 */
@ExtendWith(WithKafka.class)
class TopicsTest {

    private static final Duration RETENTION = Duration.ofDays(400);

    private final String topic = "hosts." + UUID.randomUUID().toString().substring(0, 8);
    private final HostRuns hostRuns = new HostRuns(topic);
    private KafkaBroker kafka;
    private KafkaClients clients;

    @BeforeEach
    void openClients(KafkaBroker broker) {
        kafka = broker;
        clients = new KafkaClients(Brokers.context(broker));
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @Test
    void creates_the_topics_of_all_reports_that_are_collected() throws Exception {
        new Topics(clients, HostRuns.collected(topic, topic + "-2"), true, 3, RETENTION).create(null);

        for (String created : List.of(topic, topic + "-2")) {
            assertThat(clients.describe(created).partitions()).hasSize(3);
            assertThat(clients.describe(created + ".runs").partitions()).hasSize(3);
            assertThat(clients.describe(created + ".dlq").partitions()).hasSize(3);
        }
    }

    @Test
    void creates_only_the_topics_of_the_runs_report() throws Exception {
        new Topics(clients, HostRuns.collected(topic + "-2"), true, 1, RETENTION).create(hostRuns.open());

        assertThat(clients.topicId(topic)).isNotNull();
        assertThat(clients.topicId(topic + "-2")).isNull();
    }

    @Test
    void creates_nothing_when_topics_create_is_false() throws Exception {
        new Topics(clients, HostRuns.collected(topic), false, 1, RETENTION).create(null);

        assertThat(clients.topicId(topic)).isNull();
    }

    @Test
    void keeps_existing_topics_unchanged() throws Exception {
        create(topic, Duration.ofDays(3));

        topics().create(null);

        assertThat(retention(topic)).isEqualTo(String.valueOf(Duration.ofDays(3).toMillis()));
        assertThat(clients.describe(topic).partitions()).hasSize(2);
    }

    @Test
    void creates_topics_with_a_retention_of_400_days() throws Exception {
        topics().create(null);

        assertThat(List.of(retention(topic), retention(topic + ".runs"), retention(topic + ".dlq")))
                .containsOnly("34560000000");
    }

    @Test
    void creates_a_topic_that_a_step_names() throws Exception {
        topics().provide(topic + ".mine");

        assertThat(clients.topicId(topic + ".mine")).isNotNull();
        assertThat(retention(topic + ".mine")).isEqualTo("34560000000");
    }

    /** An attempt may have failed because its topic was deleted. */
    @Test
    void recreates_a_deleted_topic_for_the_next_attempt() throws Exception {
        Topics topics = topics();
        Run run = hostRuns.open();
        topics.create(run);
        clients.admin().deleteTopics(List.of(topic)).all().get();
        clients.await(() -> clients.topicId(topic) == null);

        hostRuns.runs.restart(run);
        hostRuns.runs.failed(run, new UnknownTopicOrPartitionException("gone"), "window");
        topics.create(run);

        assertThat(clients.topicId(topic)).isNotNull();
    }

    @Test
    void fails_a_run_whose_topic_was_recreated_meanwhile() throws Exception {
        Topics topics = topics();
        Run run = hostRuns.open();
        topics.create(run);
        topics.remember(run);
        topics.checkStillThere(run);
        clients.admin().deleteTopics(List.of(topic)).all().get();
        clients.await(() -> clients.topicId(topic) == null);
        create(topic, RETENTION);

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> topics.checkStillThere(run))
                .withMessageContaining("topic " + topic + " was deleted or recreated")
                .satisfies(why -> assertThat(why.failure()).isEqualTo(Failure.KAFKA));
    }

    /** Guards against a run that fails because a broker does not know the new topic's id yet. */
    @Test
    void waits_until_brokers_know_new_topics() throws Exception {
        AtomicInteger late = new AtomicInteger();
        try (KafkaClients lateClients =
                new KafkaClients(Brokers.context(kafka), properties -> lateAdmin(properties, late))) {
            new Topics(lateClients, HostRuns.collected(topic), true, 1, RETENTION).create(null);

            assertThat(late).hasNegativeValue();
            assertThat(lateClients.topicId(topic + ".dlq")).isNotNull();
        }
    }

    @Test
    void warns_once_about_topics_with_a_shorter_retention() throws Exception {
        create(topic, Duration.ofDays(7));
        create(topic + ".runs", RETENTION);
        Topics topics = topics();

        List<String> lines = logged(() -> {
            topics.checkRetention();
            topics.checkRetention();
        });

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("Topic " + topic + " keeps records for 7 days, but zoom.topics.retention"
                        + " (ZOOM_TOPICS_RETENTION) is 400 days, so records expire early.");
    }

    /** Otherwise every window would be collected again and again without a warning. */
    @Test
    void warns_when_the_retention_of_runs_is_shorter_than_six_months() throws Exception {
        create(topic, RETENTION);
        create(topic + ".runs", Duration.ofSeconds(15));

        List<String> lines = logged(topics()::checkRetention);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("Topic " + topic + ".runs keeps records for 15 s, but Zoom reports on six months.")
                .contains("collects that window again");
    }

    @Test
    void warns_when_the_setting_asks_for_a_shorter_retention() throws Exception {
        create(topic, Duration.ofDays(30));
        create(topic + ".runs", Duration.ofDays(30));

        List<String> lines =
                logged(new Topics(clients, HostRuns.collected(topic), true, 1, Duration.ofDays(30))::checkRetention);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("Topic " + topic + ".runs keeps records for 30 days, but Zoom");
    }

    @Test
    void does_not_warn_about_a_longer_retention() throws Exception {
        create(topic, RETENTION.plusDays(1));
        create(topic + ".runs", Duration.ofMillis(-1));

        List<String> lines = logged(topics()::checkRetention);

        assertThat(lines).isEmpty();
    }

    /** Log lines of the topics during a check. */
    private static List<String> logged(Check check) throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger(Topics.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            check.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @FunctionalInterface
    private interface Check {
        void run() throws Exception;
    }

    private Topics topics() {
        return new Topics(clients, HostRuns.collected(topic), true, 1, RETENTION);
    }

    private void create(String name, Duration retention) throws Exception {
        NewTopic two = new NewTopic(name, Optional.of(2), Optional.empty())
                .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(retention.toMillis())));
        clients.admin().createTopics(List.of(two)).all().get();
        clients.await(() -> clients.topicId(name) != null);
    }

    private String retention(String name) throws Exception {
        ConfigResource asked = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config =
                clients.admin().describeConfigs(List.of(asked)).all().get().get(asked);
        return config.get(TopicConfig.RETENTION_MS_CONFIG).value();
    }

    /** An admin client for which a new topic is unknown for the first three requests. */
    private static Admin lateAdmin(Properties properties, AtomicInteger late) {
        Admin admin = Admin.create(properties);
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(admin, arguments);
                    if (method.getName().equals("createTopics")) {
                        late.set(3);
                    }
                    return result instanceof DescribeTopicsResult described && late.getAndDecrement() > 0
                            ? new Unknown(described)
                            : result;
                });
    }

    private static final class Unknown extends DescribeTopicsResult {

        private Unknown(DescribeTopicsResult known) {
            super(null, Map.of(known.topicNameValues().keySet().iterator().next(), unknown()));
        }

        private static KafkaFuture<TopicDescription> unknown() {
            return KafkaFuture.completedFuture(null).thenApply(nothing -> {
                throw new UnknownTopicOrPartitionException();
            });
        }
    }
}
