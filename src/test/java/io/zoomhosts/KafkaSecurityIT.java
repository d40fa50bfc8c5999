package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka over TLS with a password, and with no more permissions than docs/security.md names. */
class KafkaSecurityIT {

    private static final Window WINDOW = Rig.lastMonth("active");

    private static final String[] COLLECT = {
        "collect", "--from", WINDOW.from().toString(), "--to", WINDOW.to().toString()
    };

    private static final String USER = "zoom-hosts";
    private static final String PASSWORD = "password-of-zoom-hosts";

    private static SecureKafka kafka;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        kafka = SecureKafka.start(TlsKeys.make(folder, "dns:localhost"));
        kafka.addUser(USER, PASSWORD);
        kafka.addUser("stranger", PASSWORD);
        kafka.addUser("writer", PASSWORD);
        kafka.allow(USER, ResourceType.TRANSACTIONAL_ID, "zoom-hosts/", AclOperation.WRITE);
        kafka.allow(USER, ResourceType.TOPIC, "zoom.hosts", AclOperation.CREATE, AclOperation.WRITE, AclOperation.READ);
    }

    @AfterAll
    static void stop() throws Exception {
        kafka.close();
    }

    @Test
    void should_collect_with_environment_variables_only() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = signedIn(rig, USER, PASSWORD).run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 1000);
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, TlsKeys.PASSWORD);
        }
    }

    @Test
    void should_read_the_runs_with_environment_variables_only() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            signedIn(rig, USER, PASSWORD).run(COLLECT);
            kafka.addUser("reader", PASSWORD);
            kafka.allow("reader", ResourceType.TOPIC, rig.runs().name(), AclOperation.READ);
            kafka.allow("reader", ResourceType.TOPIC, rig.hosts().name(), AclOperation.DESCRIBE);

            Launcher.Ended ended = signedIn(rig, "reader", PASSWORD).run("runs");

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(ended.stdout())
                    .containsPattern("active .* complete +650 ")
                    .hasLineCount(3);
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, TlsKeys.PASSWORD);
        }
    }

    @Test
    void should_do_without_the_permission_to_create_once_the_topics_are_there() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            signedIn(rig, USER, PASSWORD).run(COLLECT);
            kafka.allow("writer", ResourceType.TRANSACTIONAL_ID, "zoom-hosts/", AclOperation.WRITE);
            kafka.allow("writer", ResourceType.TOPIC, rig.hosts().name(), AclOperation.WRITE);
            kafka.allow("writer", ResourceType.TOPIC, rig.runs().name(), AclOperation.READ);

            Rig.awaitSecondAfter(Instant.now());
            Launcher.Ended ended = signedIn(rig, "writer", PASSWORD).run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.completeRuns() == 4);
        }
    }

    /** The transaction that was left open makes it use the permissions of its admin client too. */
    @Test
    void should_run_the_service_and_abort_what_an_earlier_one_left_open() throws Exception {
        List<Window> windows = Rig.scheduled("inactive");
        try (Rig rig = Rig.start(kafka).set("zoom.report-types", "inactive");
                Producer<String, String> earlier = leaveOpen(rig)) {
            Launcher.Ended ended;
            int port = Management.freePort();
            Launcher launcher = signedIn(rig, USER, PASSWORD)
                    .set("LOG_LEVEL", "TRACE")
                    .set("MANAGEMENT_PORT", String.valueOf(port));
            try (Launcher.Started service = launcher.start()) {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> rig.runs().committed().size() == windows.size());
                assertThat(Management.get("127.0.0.1", port, "/observe/health/ready")
                                .statusCode())
                        .isEqualTo(200);
                service.process().destroy();
                ended = service.end();
            }

            assertThat(rig.audit()).matches(Audit::isClean);
            assertThat(ended.stderr()).contains("aborted, another process left it open");
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, TlsKeys.PASSWORD);
            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(earlier::commitTransaction);
        }
    }

    @Test
    void should_say_that_kafka_refuses_the_password() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = signedIn(rig, USER, "not-the-password").run(COLLECT);

            assertRefused(rig, ended, "SaslAuthenticationException");
            assertThat(ended.stdout() + ended.stderr()).doesNotContain("not-the-password", TlsKeys.PASSWORD);
        }
    }

    @Test
    void should_send_nothing_to_a_broker_whose_certificate_is_not_trusted() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = signedIn(rig, USER, PASSWORD);

            Launcher.Ended ended = launcher.unset("CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_LOCATION")
                    .unset("CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWORD")
                    .run(COLLECT);

            assertRefused(rig, ended, "SslAuthenticationException");
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void should_say_that_kafka_allows_too_little() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = signedIn(rig, "stranger", PASSWORD).run(COLLECT);

            assertRefused(rig, ended, "TopicAuthorizationException");
        }
    }

    /** The variables of README; and for the topics of this rig, the permissions of docs/security.md. */
    private static Launcher signedIn(Rig rig, String user, String password) throws Exception {
        kafka.allow(USER, ResourceType.TOPIC, rig.hosts().name(), AclOperation.CREATE, AclOperation.WRITE);
        kafka.allow(USER, ResourceType.TOPIC, rig.runs().name(), AclOperation.READ);
        return rig.launcher()
                .set("CAMEL_COMPONENT_KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
                .set("CAMEL_COMPONENT_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
                .set(
                        "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"" + password + "\";")
                .set(
                        "CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_LOCATION",
                        kafka.keys().trustStore().toString())
                .set("CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWORD", TlsKeys.PASSWORD);
    }

    private static Producer<String, String> leaveOpen(Rig rig) {
        Map<String, Object> properties = new HashMap<>(kafka.client());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        properties.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "zoom-hosts/" + rig.hosts().name() + "/"
                        + SandboxOptions.defaults().accountId() + "/hosts/" + WINDOW.key());
        Producer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(rig.hosts().name(), "a host", "{}"));
        producer.flush();
        return producer;
    }

    private static void assertRefused(Rig rig, Launcher.Ended ended, String reason) {
        assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(ZoomHosts.FAILED);
        assertThat(ended.stderr()).contains(reason, "CAMEL_COMPONENT_KAFKA_*").doesNotContain("\tat ");
        assertThat(rig.hosts().committed()).isEmpty();
        assertThat(rig.runs().committed()).isEmpty();
    }
}
