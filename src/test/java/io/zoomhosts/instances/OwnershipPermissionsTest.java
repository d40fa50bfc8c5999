package io.zoomhosts.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.SecureKafka;
import io.zoomhosts.support.TlsKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an instance needs permission for, and what it does without. */
class OwnershipPermissionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String USER = "zoom-hosts";
    private static final String PASSWORD = "password-of-zoom-hosts";
    private static final String TOPIC = "zoom-hosts.instances";
    private static final String GROUP = "zoom-hosts-abc";

    @Test
    void works_alone_until_it_may_join(@TempDir Path folder) throws Exception {
        try (SecureKafka kafka = SecureKafka.start(TlsKeys.make(folder, "dns:localhost"));
                CapturedLog log = new CapturedLog("io.zoomhosts.instances")) {
            kafka.addUser(USER, PASSWORD);
            kafka.allow(USER, ResourceType.TOPIC, TOPIC, AclOperation.CREATE, AclOperation.READ);
            try (KafkaClients clients = Cluster.clients(signedIn(kafka))) {
                Instance instance = new Instance("a", clients, TOPIC, GROUP, Duration.ofSeconds(6), true);
                try (Ownership ownership = instance.ownership) {
                    instance.start();
                    await().atMost(PATIENCE).until(() -> ownership.state() == State.ALONE);

                    assertThat(instance.accounts()).isEqualTo(OwnershipTest.ACCOUNTS);
                    assertThat(log.lines())
                            .filteredOn(line -> line.contains("works on all accounts"))
                            .singleElement()
                            .asString()
                            .contains(
                                    "GroupAuthorizationException",
                                    "Grant this Kafka user the permissions listed in docs/kafka.md",
                                    "no window is published twice");
                    assertThat(new Instances(clients, TOPIC, GROUP)
                                    .ask(PATIENCE)
                                    .problem())
                            .hasValueSatisfying(problem -> assertThat(problem).contains("GroupAuthorizationException"));

                    kafka.allow(USER, ResourceType.GROUP, "zoom-hosts-", AclOperation.READ);

                    await().atMost(PATIENCE).until(() -> ownership.state() == State.MEMBER);
                    assertThat(instance.accounts()).isEqualTo(OwnershipTest.ACCOUNTS);
                    assertThat(new Instances(clients, TOPIC, GROUP)
                                    .ask(PATIENCE)
                                    .instances())
                            .extracting(Instances.Instance::clientId)
                            .containsExactly("a");
                }
            }
        }
    }

    private static Map<String, String> signedIn(SecureKafka kafka) {
        Map<String, String> settings = new HashMap<>(kafka.client());
        settings.put("bootstrap.servers", kafka.bootstrapServers());
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + PASSWORD + "\";");
        return settings;
    }
}
