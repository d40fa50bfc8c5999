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
        new Topics(clients, HostRuns.reports(topic, topic + "-2"), true, 3, RETENTION).create(null);

        for (String created : List.of(topic, topic + "-2")) {
            assertThat(clients.describe(created).partitions()).hasSize(3);
            assertThat(clients.describe(created + ".runs").partitions()).hasSize(3);
            assertThat(clients.describe(created + ".dlq").partitions()).hasSize(3);
        }
    }

    @Test
    void creates_the_topics_of_the_runs_own_report() throws Exception {
        new Topics(clients, HostRuns.reports(topic + "-2"), true, 1, RETENTION).create(hostRuns.open());

        assertThat(clients.topicId(topic)).isNotNull();
        assertThat(clients.topicId(topic + "-2")).isNull();
    }

    @Test
    void creates_nothing_when_it_is_not_to() throws Exception {
        new Topics(clients, HostRuns.reports(topic), false, 1, RETENTION).create(null);

        assertThat(clients.topicId(topic)).isNull();
    }

    @Test
    void leaves_alone_what_exists() throws Exception {
        create(topic, Duration.ofDays(3));

        topics().create(null);

        assertThat(retention(topic)).isEqualTo(String.valueOf(Duration.ofDays(3).toMillis()));
        assertThat(clients.describe(topic).partitions()).hasSize(2);
    }

    @Test
    void has_every_topic_that_it_creates_keep_records_for_400_days() throws Exception {
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

    /** A topic that was deleted meanwhile may be why an attempt failed. */
    @Test
    void creates_a_topic_anew_for_the_attempt_after_one_that_failed() throws Exception {
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
    void fails_a_run_whose_topic_is_created_anew_meanwhile() throws Exception {
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
                .withMessageContaining("topic " + topic + " was deleted and created anew")
                .satisfies(why -> assertThat(why.failure()).isEqualTo(Failure.KAFKA));
    }

    /** Guards against a run that takes the topic it began with for another one than the topic it ends with. */
    @Test
    void waits_until_brokers_know_the_topics_that_it_created() throws Exception {
        AtomicInteger late = new AtomicInteger();
        try (KafkaClients lateClients =
                new KafkaClients(Brokers.context(kafka), properties -> lateAdmin(properties, late))) {
            new Topics(lateClients, HostRuns.reports(topic), true, 1, RETENTION).create(null);

            assertThat(late).hasNegativeValue();
            assertThat(lateClients.topicId(topic + ".dlq")).isNotNull();
        }
    }

    @Test
    void says_once_which_topics_keep_records_for_less() throws Exception {
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
                        + " (ZOOM_TOPICS_RETENTION) asks for 400 days.");
    }

    /** Otherwise everything is collected again and again, in silence. */
    @Test
    void says_that_a_topic_of_runs_forgets_what_zoom_still_reports_on() throws Exception {
        create(topic, RETENTION);
        create(topic + ".runs", Duration.ofSeconds(15));

        List<String> lines = logged(topics()::checkRetention);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("Topic " + topic + ".runs keeps records for 15 s, and Zoom reports on six months.")
                .contains("collected again");
    }

    @Test
    void says_so_too_where_the_setting_asks_for_less() throws Exception {
        create(topic, Duration.ofDays(30));
        create(topic + ".runs", Duration.ofDays(30));

        List<String> lines =
                logged(new Topics(clients, HostRuns.reports(topic), true, 1, Duration.ofDays(30))::checkRetention);

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("Topic " + topic + ".runs keeps records for 30 days, and Zoom");
    }

    @Test
    void says_nothing_about_topics_that_keep_records_for_longer_or_for_ever() throws Exception {
        create(topic, RETENTION.plusDays(1));
        create(topic + ".runs", Duration.ofMillis(-1));

        List<String> lines = logged(topics()::checkRetention);

        assertThat(lines).isEmpty();
    }

    /** What the topics say in the log while that happens. */
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
        return new Topics(clients, HostRuns.reports(topic), true, 1, RETENTION);
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

    /** Three times after each creation of a topic, the broker that is asked does not yet know it. */
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
