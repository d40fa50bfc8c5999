package io.zoomhosts.support;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker in this JVM that accepts SASL_SSL only. Users authenticate with SCRAM-SHA-512 or OAUTHBEARER and have the
 * permissions that a test gives them; the broker itself and the test's own clients use PLAIN and may do everything.
 */
public record SecureKafka(EmbeddedKafka broker, TlsKeys keys) implements KafkaBroker {

    private static final String SUPER_USER = "broker";
    private static final String SUPER_PASSWORD = "password-of-the-broker";

    private static final String OAUTHBEARER =
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;";

    public static SecureKafka start(TlsKeys keys) throws Exception {
        String plain = plain() + " user_" + SUPER_USER + "=\"" + SUPER_PASSWORD + "\";";
        String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        EmbeddedKafka broker = EmbeddedKafka.start(
                0,
                Map.ofEntries(
                        Map.entry("listener.security.protocol.map", "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT"),
                        Map.entry("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512,OAUTHBEARER"),
                        Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                        Map.entry("listener.name.clients.plain.sasl.jaas.config", plain),
                        Map.entry("listener.name.clients.oauthbearer.sasl.jaas.config", OAUTHBEARER),
                        Map.entry(
                                "listener.name.clients.oauthbearer.sasl.server.callback.handler.class",
                                UnsignedTokens.class.getName()),
                        Map.entry("listener.name.clients.scram-sha-512.sasl.jaas.config", scram),
                        Map.entry("ssl.keystore.location", keys.keyStore().toString()),
                        Map.entry("ssl.keystore.password", TlsKeys.PASSWORD),
                        Map.entry("ssl.keystore.type", TlsKeys.TYPE),
                        Map.entry("ssl.truststore.location", keys.trustStore().toString()),
                        Map.entry("ssl.truststore.password", TlsKeys.PASSWORD),
                        Map.entry("ssl.truststore.type", TlsKeys.TYPE),
                        Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                        // The broker is anonymous to its own controller, which clients cannot reach.
                        Map.entry("super.users", "User:" + SUPER_USER + ";User:ANONYMOUS")));
        return new SecureKafka(broker, keys);
    }

    private static String plain() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + SUPER_USER
                + "\" password=\"" + SUPER_PASSWORD + "\"";
    }

    public void addUser(String name, String password) throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
                    .all()
                    .get();
        }
    }

    /** Allows a user these operations on all resources of this type with this prefix. */
    public void allow(String user, ResourceType type, String prefix, AclOperation... operations)
            throws ExecutionException, InterruptedException {
        ResourcePattern resources = new ResourcePattern(type, prefix, PatternType.PREFIXED);
        try (Admin admin = admin()) {
            admin.createAcls(Stream.of(operations)
                            .map(operation -> new AclBinding(
                                    resources,
                                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                            .toList())
                    .all()
                    .get();
        }
    }

    private Admin admin() {
        Map<String, Object> properties = new HashMap<>(client());
        properties.put("bootstrap.servers", bootstrapServers());
        return Admin.create(properties);
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Settings of the test's own clients. */
    @Override
    public Map<String, String> client() {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                plain() + ";",
                "ssl.truststore.location",
                keys.trustStore().toString(),
                "ssl.truststore.password",
                TlsKeys.PASSWORD);
    }

    @Override
    public void close() throws IOException {
        broker.close();
    }
}
