package io.zoomhosts.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicIdException;

/** Faults of Kafka for the fault tests. */
final class KafkaFaults {

    private KafkaFaults() {}

    static void kill(FaultScenario scenario, Duration away) {
        scenario.kafka().kill();
        scenario.after(away, scenario.kafka()::start);
    }

    /** A random time after the request for a last page, around the commit of its window. */
    static Duration randomDelay() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextInt(80));
    }

    /** Waits until the broker has deleted the topic: the controller answers before that. */
    static void deleteTopic(FaultScenario scenario, String topic) throws Exception {
        try (Admin admin = scenario.admin()) {
            Uuid id = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .topicId();
            admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
            await("the end of " + topic).until(() -> !exists(admin, id));
        }
    }

    private static boolean exists(Admin admin, Uuid topic) throws Exception {
        try {
            admin.describeTopics(TopicCollection.ofTopicIds(List.of(topic)))
                    .allTopicIds()
                    .get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicIdException) {
                return false;
            }
            throw e;
        }
    }

    static void lowerMaxMessageBytes(FaultScenario scenario) throws Exception {
        String name = scenario.rig().hosts().name();
        NewTopic topic = new NewTopic(name, Optional.of(6), Optional.empty());
        try (Admin admin = scenario.admin()) {
            admin.createTopics(List.of(topic.configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "300"))))
                    .all()
                    .get();
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        AlterConfigOp raise = new AlterConfigOp(
                new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "1048588"), AlterConfigOp.OpType.SET);
        scenario.onRecovery(() -> {
            try (Admin admin = scenario.admin()) {
                admin.incrementalAlterConfigs(Map.of(resource, List.of(raise)))
                        .all()
                        .get();
            }
        });
    }

    static void wrongPassword(FaultScenario scenario) {
        scenario.rig()
                .set("camel.component.kafka.brokers", scenario.kafka().bootstrapServersForSignedIn())
                .set("camel.component.kafka.security-protocol", "SASL_PLAINTEXT")
                .set("camel.component.kafka.sasl-mechanism", "SCRAM-SHA-256")
                .set(
                        "camel.component.kafka.sasl-jaas-config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"zoom-hosts\" password=\"right-one\";");
        scenario.onRecovery(() -> {
            try (Admin admin = scenario.admin()) {
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                "zoom-hosts",
                                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                                "right-one")))
                        .all()
                        .get();
            }
        });
    }

    static void fence(FaultScenario scenario) {
        try (KafkaProducer<String, String> other = scenario.otherProcess()) {
            other.initTransactions();
        }
    }

    /** Fences the window as another process would, and aborts that transaction after a while. */
    static void fenceFor(Duration delay, FaultScenario scenario) throws Exception {
        KafkaProducer<String, String> other = scenario.otherProcess();
        other.initTransactions();
        other.beginTransaction();
        other.send(new ProducerRecord<>(scenario.rig().hosts().name(), "somebody", "{}"))
                .get();
        scenario.after(delay, () -> {
            try (other) {
                assertThat(scenario.rig().complete()).doesNotContain(FaultScenario.firstWindow());
                other.abortTransaction();
            }
        });
    }
}
