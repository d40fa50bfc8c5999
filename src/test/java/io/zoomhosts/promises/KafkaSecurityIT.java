package io.zoomhosts.promises;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.zoomhosts.ZoomHosts;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.ManagementClient;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.SecureKafka;
import io.zoomhosts.support.TlsKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
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

/** Kafka with TLS and a password, and with only the permissions that docs/kafka.md lists. */
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
        kafka.allow(USER, ResourceType.GROUP, "zoom-hosts-", AclOperation.READ);
        kafka.allow(USER, ResourceType.TOPIC, "zoom-hosts.instances", AclOperation.CREATE, AclOperation.READ);
    }

    @AfterAll
    static void stop() throws Exception {
        kafka.close();
    }

    @Test
    void collects_over_sasl_ssl_with_environment_variables_only() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = signedIn(rig, USER, PASSWORD).run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 1000);
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, TlsKeys.PASSWORD);
        }
    }

    @Test
    void reads_runs_over_sasl_ssl_with_environment_variables_only() throws Exception {
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
    void reads_licences_with_permission_to_read_only() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            signedIn(rig, USER, PASSWORD).run(COLLECT);
            kafka.addUser("licences", PASSWORD);
            kafka.allow("licences", ResourceType.TOPIC, rig.hosts().name(), AclOperation.READ);
            kafka.allow("licences", ResourceType.TOPIC, rig.runs().name(), AclOperation.READ);
            kafka.allow("licences", ResourceType.GROUP, "zoom-hosts-licences-", AclOperation.READ);

            Launcher.Ended ended = signedIn(rig, "licences", PASSWORD).run("licences", "--once", "--months", "1");

            assertThat(ended.exitStatus()).as(ended.stderr()).isLessThan(2);
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, TlsKeys.PASSWORD);
        }
    }

    @Test
    void needs_no_permission_to_create_topics_that_exist() throws Exception {
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

    /** The open transaction makes the service use the permissions of its admin client too. */
    @Test
    void service_joins_the_other_instances_and_aborts_the_open_transaction_of_an_earlier_process() throws Exception {
        List<Window> windows = Rig.scheduled("inactive");
        try (Rig rig = Rig.start(kafka).set("zoom.report-types", "inactive");
                Producer<String, String> earlier = leaveOpen(rig)) {
            Launcher.Ended ended;
            int port = Ports.free();
            Launcher launcher = signedIn(rig, USER, PASSWORD)
                    .set("LOG_LEVEL", "TRACE")
                    .set("MANAGEMENT_PORT", String.valueOf(port));
            try (Launcher.Started service = launcher.start()) {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> rig.runs().committed().size() == windows.size());
                assertThat(ManagementClient.get("127.0.0.1", port, "/observe/health/ready")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(ManagementClient.get("127.0.0.1", port, "/observe/health")
                                .body())
                        .contains("member of group zoom-hosts-", "256 of 256 parts");
                assertThat(seenByAnotherUser(rig))
                        .contains(
                                "INSTANCE",
                                "zoom-hosts-",
                                SandboxOptions.defaults().accountId());
                service.process().destroy();
                ended = service.end();
            }

            assertThat(rig.audit()).matches(Audit::isClean);
            assertThat(ended.stderr()).contains("left open by another process").doesNotContain("works on all accounts");
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, TlsKeys.PASSWORD);
            assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(earlier::commitTransaction);
        }
    }

    /** What {@code runs} shows with no more than permission to read the runs and to see the instances. */
    private static String seenByAnotherUser(Rig rig) throws Exception {
        kafka.addUser("watcher", PASSWORD);
        kafka.allow("watcher", ResourceType.TOPIC, rig.runs().name(), AclOperation.READ);
        kafka.allow("watcher", ResourceType.TOPIC, rig.hosts().name(), AclOperation.DESCRIBE);
        kafka.allow("watcher", ResourceType.GROUP, "zoom-hosts-", AclOperation.DESCRIBE);
        kafka.allow("watcher", ResourceType.TOPIC, "zoom-hosts.instances", AclOperation.DESCRIBE);
        Launcher.Ended ended = signedIn(rig, "watcher", PASSWORD).run("runs");
        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        return ended.stdout();
    }

    @Test
    void reports_that_kafka_refuses_the_password() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = signedIn(rig, USER, "not-the-password").run(COLLECT);

            assertRefused(rig, ended, "SaslAuthenticationException");
            assertThat(ended.stdout() + ended.stderr()).doesNotContain("not-the-password", TlsKeys.PASSWORD);
        }
    }

    @Test
    void sends_nothing_to_a_broker_with_an_untrusted_certificate() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = signedIn(rig, USER, PASSWORD);

            Launcher.Ended ended = launcher.unset("KAFKA_CLIENT_SSL_TRUSTSTORE_LOCATION")
                    .unset("KAFKA_CLIENT_SSL_TRUSTSTORE_PASSWORD")
                    .run(COLLECT);

            assertRefused(rig, ended, "SslAuthenticationException");
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void reports_missing_kafka_permissions() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = signedIn(rig, "stranger", PASSWORD).run(COLLECT);

            assertRefused(rig, ended, "TopicAuthorizationException");
        }
    }

    @Test
    void accepts_camels_names_of_kafka_settings() throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = rig.launcher();
            security(rig, USER, PASSWORD)
                    .forEach((name, value) -> launcher.set("CAMEL_COMPONENT_KAFKA_" + name, value));

            Launcher.Ended ended = launcher.run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        }
    }

    @Test
    void authenticates_with_an_oauth_token() throws Exception {
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/token", exchange -> {
            byte[] answer = ("{\"access_token\":\"" + tokenOf(USER) + "\"}").getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        provider.start();
        String url = "http://127.0.0.1:" + provider.getAddress().getPort() + "/token";
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = signedIn(rig, USER, PASSWORD)
                    .set("KAFKA_CLIENT_SASL_MECHANISM", "OAUTHBEARER")
                    .set(
                            "KAFKA_CLIENT_SASL_JAAS_CONFIG",
                            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                                    + " clientId=\"zoom-hosts\" clientSecret=\"" + PASSWORD + "\";")
                    .set(
                            "KAFKA_CLIENT_SASL_LOGIN_CALLBACK_HANDLER_CLASS",
                            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler")
                    .set("KAFKA_CLIENT_SASL_OAUTHBEARER_TOKEN_ENDPOINT_URL", url)
                    .set("JAVA_OPTS", "-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=" + url);

            Launcher.Ended ended = launcher.run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(ended.stdout() + ended.stderr()).doesNotContain(PASSWORD, tokenOf(USER));
        } finally {
            provider.stop(0);
        }
    }

    /** Libraries of cloud providers are used like this. */
    @Test
    void authenticates_with_a_class_from_a_jar_in_lib(@TempDir Path folder) throws Exception {
        Path home = Launcher.copyTo(folder.resolve("zoom-hosts"));
        jar(home.resolve("lib/signs-in.jar"), """
                package com.example;
                import org.apache.kafka.common.security.oauthbearer.*;
                public class SignsIn implements org.apache.kafka.common.security.auth.AuthenticateCallbackHandler {
                    public void configure(java.util.Map<String, ?> all, String mechanism,
                            java.util.List<javax.security.auth.login.AppConfigurationEntry> entries) {}
                    public void handle(javax.security.auth.callback.Callback[] callbacks) {
                        for (javax.security.auth.callback.Callback callback : callbacks) {
                            if (callback instanceof OAuthBearerTokenCallback asked) {
                                asked.token(new OAuthBearerToken() {
                                    public String value() { return "TOKEN"; }
                                    public java.util.Set<String> scope() { return java.util.Set.of(); }
                                    public long lifetimeMs() { return System.currentTimeMillis() + 3600000; }
                                    public String principalName() { return "zoom-hosts"; }
                                    public Long startTimeMs() { return null; }
                                });
                            }
                        }
                    }
                    public void close() {}
                }
                """.replace("TOKEN", tokenOf(USER)));
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = signedIn(rig, USER, PASSWORD)
                    .by(home.resolve("bin/zoom-hosts").toString())
                    .set("KAFKA_CLIENT_SASL_MECHANISM", "OAUTHBEARER")
                    .set(
                            "KAFKA_CLIENT_SASL_JAAS_CONFIG",
                            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;")
                    .set("KAFKA_CLIENT_SASL_LOGIN_CALLBACK_HANDLER_CLASS", "com.example.SignsIn");

            Launcher.Ended ended = launcher.run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        }
    }

    /** An unsigned token that names the user. */
    private static String tokenOf(String user) {
        long now = Instant.now().getEpochSecond() / 3600 * 3600;
        String claims = "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d,\"scope\":\"kafka\"}".formatted(user, now, now + 7200);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(UTF_8)) + ".none";
    }

    private static void jar(Path jar, String source) throws IOException {
        Path folder = Files.createTempDirectory(jar.getParent().getParent(), "source");
        Path file = Files.createDirectories(folder.resolve("com/example")).resolve("SignsIn.java");
        Files.writeString(file, source);
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
        assertThat(failed).isZero();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            try (Stream<Path> classes = Files.list(file.getParent())) {
                for (Path each : classes.filter(path -> path.toString().endsWith(".class"))
                        .toList()) {
                    out.putNextEntry(new JarEntry(folder.relativize(each).toString()));
                    Files.copy(each, out);
                }
            }
        }
    }

    /** Settings as in README, and the permissions of docs/kafka.md for the topics of this rig. */
    private static Launcher signedIn(Rig rig, String user, String password) throws Exception {
        Launcher launcher = rig.launcher();
        security(rig, user, password).forEach((name, value) -> launcher.set("KAFKA_CLIENT_" + name, value));
        return launcher;
    }

    private static Map<String, String> security(Rig rig, String user, String password) throws Exception {
        kafka.allow(USER, ResourceType.TOPIC, rig.hosts().name(), AclOperation.CREATE, AclOperation.WRITE);
        kafka.allow(USER, ResourceType.TOPIC, rig.runs().name(), AclOperation.READ);
        return Map.of(
                "SECURITY_PROTOCOL",
                "SASL_SSL",
                "SASL_MECHANISM",
                "SCRAM-SHA-512",
                "SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";",
                "SSL_TRUSTSTORE_LOCATION",
                kafka.keys().trustStore().toString(),
                "SSL_TRUSTSTORE_PASSWORD",
                TlsKeys.PASSWORD);
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
        assertThat(ended.stderr())
                .contains(reason)
                .containsAnyOf("KAFKA_CLIENT_", "docs/kafka.md")
                .doesNotContain("\tat ");
        assertThat(rig.hosts().committed()).isEmpty();
        assertThat(rig.runs().committed()).isEmpty();
    }
}
