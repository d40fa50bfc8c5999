package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.Environment;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Launcher.Ended;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets from the environment are used unchanged and never shown. */
@ExtendWith(WithKafka.class)
class SecretsIT {

    private static final String SECRET = "Hunter2";

    /** Nothing listens there: invalid settings are reported before Kafka is contacted. */
    private static final String NO_BROKER = "127.0.0.1:1";

    private static final String[] COLLECT = {"collect", "--from", "2026-10-01", "--to", "2026-10-02"};

    /** Values with characters that are special to Camel, Java, Kafka, a shell or the log. */
    static List<String> awkward() {
        return List.of(
                SECRET,
                SECRET + "{{x}}",
                SECRET + "{{",
                SECRET + "}}",
                "{{" + SECRET + "}}",
                "{{env:" + SECRET + "}}",
                SECRET + "\\{{x\\}}",
                "${" + SECRET + "}",
                "#bean:" + SECRET,
                "#class:" + SECRET,
                "RAW(" + SECRET + ")",
                SECRET + "?nested=true",
                "\"" + SECRET + "\"",
                "'" + SECRET + "'",
                SECRET + "\\",
                SECRET + "\\a",
                " " + SECRET + " ",
                SECRET + "\nnext",
                SECRET + "\t%s%n$1`id`;|&<>",
                SECRET + "é€\uD83D\uDE00\u2028",
                "https://user:" + SECRET + "@example.com/?a=b&c=%20+",
                SECRET + "x".repeat(5000));
    }

    @ParameterizedTest
    @MethodSource("awkward")
    void a_secret_with_awkward_characters_is_never_shown(String value) throws Exception {
        Launcher launcher = new Launcher();
        for (String property : settings()) {
            launcher.set(Environment.variable(property), value);
        }

        assertHidden(launcher.run("check"));
    }

    /** Java accepts any text for these settings; other libraries parse them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ZOOM_ACCOUNT_ID",
                "ZOOM_CLIENT_SECRET",
                "ZOOM_HOSTS_TOPIC",
                "ZOOM_REPORT_TYPES",
                "KAFKA_BROKERS",
                "MANAGEMENT_HOST"
            })
    void a_secret_is_not_shown_by_the_client_that_uses_it(String variable) throws Exception {
        Launcher launcher = usable().set(variable, SECRET + "{{x}}\\{{y}}#'\"");

        assertHidden(launcher.run("check"));
        assertHidden(launcher.run("reports"));
    }

    @Test
    void no_command_shows_a_secret() throws Exception {
        for (String[] command : new String[][] {{}, COLLECT, {"reports"}}) {
            Launcher launcher = usable();
            settings().forEach(property -> launcher.set(Environment.variable(property), SECRET + "{{x}}"));

            Ended ended = launcher.run(command);

            assertHidden(ended);
            assertThat(ended.exitStatus()).as(ended.stderr()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAMEL_COMPONENT_KAFKA_SASL_JAAS_CONFIG",
                "CAMEL_COMPONENT_KAFKA_SSL_TRUSTSTORE_PASSWORD",
                "CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD",
                "CAMEL_COMPONENT_KAFKA_LINGER_MS",
                "CAMEL_COMPONENT_KAFKA_SYNCHRONOUS",
                "CAMEL_COMPONENT_KAFKA_NO_SUCH_OPTION",
                "KAFKA_CLIENT_SASL_JAAS_CONFIG",
                "KAFKA_CLIENT_SSL_KEYSTORE_KEY",
                "KAFKA_CLIENT_LINGER_MS",
                "KAFKA_CLIENT_SECURITY_PROTOCOL",
                "KAFKA_CLIENT_SASL_LOGIN_CALLBACK_HANDLER_CLASS",
                "KAFKA_CLIENT_SSL_ENABLED_PROTOCOLS",
                "KAFKA_CLIENT_BOOTSTRAP_SERVERS",
                "KAFKA_CLIENT_NO_SUCH_SETTING",
            })
    void a_secret_of_kafka_is_not_shown(String variable) throws Exception {
        for (String value : List.of(SECRET + "{{x}}\\{{y}}#'\"\\", "#bean:" + SECRET, "'" + SECRET + "'")) {
            assertHidden(usable().set(variable, value).run("check"));
        }
    }

    @Test
    void a_secret_reaches_zoom_unchanged(KafkaBroker kafka) throws Exception {
        String secret = awkward().stream()
                .filter(value -> !value.matches("(?s).*[\\n\\t].*") && value.length() < 100)
                .collect(Collectors.joining());
        SandboxOptions options = Rig.options().withClient("client", secret);
        try (Rig rig = Rig.start(kafka, options)) {
            LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(1);

            Ended ended = rig.launcher().run("collect", "--from", day.toString(), "--to", day.toString());

            assertHidden(ended);
            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
        }
    }

    @Test
    void a_secret_is_read_from_a_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "{{x}}\n");

        Ended ended = usable().unset("ZOOM_CLIENT_SECRET")
                .set("ZOOM_CLIENT_SECRET_FILE", file.toString())
                .set("KAFKA_CLIENT_SASL_JAAS_CONFIG_FILE", file.toString())
                .set("CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD_FILE", file.toString())
                .run("check");

        assertHidden(ended);
        assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ZOOM_CLIENT_SECRET_FILE                 | /no/such/Hunter2 | ZOOM_CLIENT_SECRET_FILE must be the path of a file
            KAFKA_CLIENT_SASL_JAAS_CONFIG_FILE      | Hunter2          | KAFKA_CLIENT_SASL_JAAS_CONFIG_FILE must be the path of a file
            ZOOM_CLIENT_ID_FILE                     | Hunter2          | ZOOM_CLIENT_ID and ZOOM_CLIENT_ID_FILE are both set
            ZOOM_CLIENT_ID                          | "Hunter2"        | zoom.client-id (ZOOM_CLIENT_ID) has quotes around its value
            ZOOM_PAGE_SIZE                          | "300"            | zoom.page-size (ZOOM_PAGE_SIZE) has quotes around its value
            CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD  | "Hunter2"        | CAMEL_COMPONENT_KAFKA_SSL_KEY_PASSWORD has quotes around its value
            KAFKA_CLIENT_SASL_JAAS_CONFIG           | "Hunter2;"       | KAFKA_CLIENT_SASL_JAAS_CONFIG has quotes around its value
            KAFKA_CLIENT_LINGER_MS                  | soon             | KAFKA_CLIENT_LINGER_MS has an invalid value: it must be long
            KAFKA_CLIENT_RETRIES                    | 0                | cannot be used: Must set retries to non-zero
            CAMEL_COMPONENT_KAFKA_MAX_BLOCK_MS      | abc              | CAMEL_COMPONENT_KAFKA_MAX_BLOCK_MS has an invalid value for this option
            KAFKA_BROKERS                           | localhost        | kafka.brokers (KAFKA_BROKERS) must be the brokers
            KAFKA_CLIENT_TRANSACTION_TIMEOUT_MS     | 1000             | use kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT)
            CAMEL_COMPONENT_KAFKA_NO_SUCH_OPTION    | x                | use KAFKA_CLIENT_ and Kafka's name
            """)
    void names_the_setting_whose_secret_is_invalid(String variable, String value, String message) throws Exception {
        Launcher launcher = usable().set(variable, value);
        if (variable.equals("ZOOM_CLIENT_SECRET_FILE")) {
            launcher.unset("ZOOM_CLIENT_SECRET");
        }

        Ended ended = launcher.run("check");

        assertHidden(ended);
        assertThat(ended.stderr()).contains(message);
        assertThat(ended.exitStatus()).isEqualTo(2);
    }

    @Test
    void a_secret_in_application_properties_is_not_shown(@TempDir Path folder) throws Exception {
        Path home = Launcher.copyTo(folder.resolve("zoom-hosts"));
        Path file = home.resolve("conf/application.properties");
        String shipped = Files.readString(file);
        for (String property :
                List.of("zoom.client-secret", "camel.component.kafka.sasl-jaas-config", "email.pepper")) {
            Files.writeString(file, shipped + "\n" + property + "=" + SECRET + "{{Hunter2}}\n");

            Ended ended = usable().unset(Environment.variable(property))
                    .by(home.resolve("bin/zoom-hosts").toString())
                    .run("check");

            assertHidden(ended);
            assertThat(ended.stderr()).contains(property + " (" + Environment.variable(property) + ") contains {{…}}");
            assertThat(ended.exitStatus()).isEqualTo(2);
        }
    }

    private static void assertHidden(Ended ended) {
        assertThat(ended.stdout() + ended.stderr())
                .doesNotContainIgnoringCase(SECRET)
                .doesNotContain("{{x", "{{y", "Exception:", "\tat ");
    }

    /** Valid settings, except that there is no broker. */
    private static Launcher usable() {
        return new Launcher()
                .set("ZOOM_ACCOUNT_ID", "account")
                .set("ZOOM_CLIENT_ID", "client")
                .set("ZOOM_CLIENT_SECRET", "secret")
                .set("KAFKA_BROKERS", NO_BROKER);
    }

    /** All settings except Camel's own. */
    private static Set<String> settings() throws IOException {
        Properties shipped = new Properties();
        try (Reader file = Files.newBufferedReader(Launcher.HOME.resolve("conf/application.properties"))) {
            shipped.load(file);
        }
        Set<String> names = new TreeSet<>(shipped.stringPropertyNames());
        names.removeIf(name -> name.startsWith("camel."));
        return names;
    }
}
