package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

/** Bad settings are told before anything is done: all at once, by both their names, and never a secret. */
class SettingsTest {

    private static final String SECRET = "s3cr3t-0f-the-app";

    /** The shipped application.properties and a Zoom app. */
    private final Map<String, String> properties = new HashMap<>();

    SettingsTest() throws IOException {
        Properties shipped = new Properties();
        try (Reader file = new InputStreamReader(
                SettingsTest.class.getResourceAsStream("/application.properties"), StandardCharsets.UTF_8)) {
            shipped.load(file);
        }
        shipped.stringPropertyNames().forEach(name -> properties.put(name, shipped.getProperty(name)));
        set("zoom.account-id", "ACCOUNT").set("zoom.client-id", "CLIENT").set("zoom.client-secret", SECRET);
    }

    @Test
    void should_ship_defaults_that_only_lack_a_zoom_app() {
        Settings settings = read();

        assertThat(settings.reports()).containsExactly("hosts");
        assertThat(settings.schedule()).isEqualTo("0 30 4 * * ?");
        assertThat(settings.timeZone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(settings.maxPages()).isEqualTo(10_000);
        assertThat(settings.retryDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.publishMismatch()).isFalse();
        assertThat(settings.createTopics()).isTrue();
        assertThat(settings.partitions()).isEqualTo(6);
        assertThat(settings.routes()).isEqualTo("classpath:routes");
        assertThat(settings.logLevel()).isEqualTo("INFO");
    }

    /** Quartz leaves out a time that does not exist: a night without a collection. */
    @Test
    void ships_a_schedule_that_exists_on_every_night_of_every_time_zone() throws Exception {
        CronExpression schedule = new CronExpression(read().schedule());
        LocalTime time = LocalTime.of(4, 30);

        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            schedule.setTimeZone(TimeZone.getTimeZone(zone));
            Instant end = Instant.parse("2037-01-01T00:00:00Z"); // java.util.TimeZone, which Quartz uses, knows no more
            for (ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.now());
                    change != null && change.getInstant().isBefore(end);
                    change = zone.getRules().nextTransition(change.getInstant())) {
                LocalDate day = change.getDateTimeAfter().toLocalDate();
                Date before = Date.from(day.atStartOfDay(zone).toInstant().minusSeconds(1));

                assertThat(schedule.getNextValidTimeAfter(before))
                        .as("%s in %s", day, id)
                        .isEqualTo(Date.from(day.atTime(time).atZone(zone).toInstant()));
                assertThat(zone.getRules().getValidOffsets(day.atTime(time)))
                        .as("%s in %s", day, id)
                        .hasSize(1);
            }
        }
    }

    /** The contract's table of settings. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    zoom.api-url              | ZOOM_API_URL             | https://api.zoom.us/v2
                    zoom.oauth-url            | ZOOM_OAUTH_URL           | https://zoom.us/oauth/token
                    zoom.report-types         | ZOOM_REPORT_TYPES        | active,inactive
                    zoom.reports              | ZOOM_REPORTS             | hosts
                    zoom.topics.retention     | ZOOM_TOPICS_RETENTION    | 400
                    zoom.schedule             | ZOOM_SCHEDULE            | 0 30 4 * * ?
                    zoom.time-zone            | ZOOM_TIME_ZONE           | UTC
                    zoom.group-id             | ZOOM_GROUP_ID            | ''
                    zoom.page-size            | ZOOM_PAGE_SIZE           | 300
                    zoom.requests-per-second  | ZOOM_REQUESTS_PER_SECOND | 4
                    zoom.parallel-windows     | ZOOM_PARALLEL_WINDOWS    | ''
                    zoom.hosts-topic          | ZOOM_HOSTS_TOPIC         | zoom.hosts
                    kafka.brokers             | KAFKA_BROKERS            | localhost:9092
                    zoom.overdue-after        | ZOOM_OVERDUE_AFTER       | 3600000
                    routes.location           | ROUTES_LOCATION          | ''
                    routes.reload             | ROUTES_RELOAD            | false
                    management.host           | MANAGEMENT_HOST          | 127.0.0.1
                    management.port           | MANAGEMENT_PORT          | 9876
                    zoom.allow-plain-http     | ZOOM_ALLOW_PLAIN_HTTP    | false
                    log.level                 | LOG_LEVEL                | INFO
                    log.format                | LOG_FORMAT               | text
                    tracing.enabled           | TRACING_ENABLED          | false
                    """)
    void should_keep_to_the_names_and_defaults_that_users_rely_on(String property, String variable, String value) {
        assertThat(properties).containsEntry(property, value);
        assertThat(Environment.variable(property)).isEqualTo(variable);
    }

    @Test
    void should_ship_no_zoom_app() throws IOException {
        SettingsTest shipped = new SettingsTest();
        shipped.set("zoom.account-id", "").set("zoom.client-id", "").set("zoom.client-secret", "");

        assertThat(shipped.problems().lines())
                .hasSize(3)
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("zoom.account-id (ZOOM_ACCOUNT_ID) is not set"),
                        problem -> assertThat(problem).contains("zoom.client-id (ZOOM_CLIENT_ID) is not set"),
                        problem -> assertThat(problem).contains("zoom.client-secret (ZOOM_CLIENT_SECRET) is not set"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zoom.account-id",
                "zoom.client-id",
                "zoom.client-secret",
                "zoom.api-url",
                "zoom.oauth-url",
                "zoom.allow-plain-http",
                "zoom.schedule",
                "zoom.time-zone",
                "zoom.page-size",
                "zoom.max-pages",
                "zoom.requests-per-second",
                "zoom.retry-delay",
                "zoom.connect-timeout",
                "zoom.response-timeout",
                "zoom.on-mismatch",
                "zoom.reports",
                "zoom.topics.create",
                "zoom.topics.partitions",
                "zoom.topics.retention",
                "kafka.brokers",
                "management.port",
                "log.level",
                "log.format",
                "tracing.enabled",
            })
    void should_say_which_setting_is_missing(String property) {
        for (String nothing : new String[] {null, "", "   "}) {
            assertThat(set(property, nothing).problems())
                    .startsWith(property + " (" + Environment.variable(property) + ") ")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    zoom.schedule            | every day
                    zoom.schedule            | 30 2 * * *
                    zoom.schedule            | 0 30 25 * * ?
                    zoom.schedule            | 0 30 2 * * *
                    zoom.time-zone           | Paris
                    zoom.time-zone           | Europe/Atlantis
                    zoom.time-zone           | +25:00
                    zoom.page-size           | 0
                    zoom.page-size           | 301
                    zoom.page-size           | -1
                    zoom.page-size           | 1e2
                    zoom.page-size           | 30.0
                    zoom.page-size           | 0x10
                    zoom.page-size           | ٣٠
                    zoom.page-size           | many
                    zoom.page-size           | 99999999999999999999
                    zoom.max-pages           | 0
                    zoom.max-pages           | 2147483648
                    zoom.requests-per-second | 0
                    zoom.requests-per-second | 1001
                    zoom.requests-per-second | 0.5
                    zoom.retry-delay         | 0
                    zoom.retry-delay         | 3600001
                    zoom.retry-delay         | 1s
                    zoom.overdue-after       | 0
                    zoom.overdue-after       | 1h
                    zoom.connect-timeout     | 0
                    zoom.connect-timeout     | 10s
                    zoom.response-timeout    | -60000
                    zoom.response-timeout    | 2147483648
                    zoom.on-mismatch         | ignore
                    zoom.on-mismatch         | Publish
                    zoom.reports             | Hosts
                    zoom.reports             | hosts,
                    zoom.topics.retention    | 0
                    zoom.topics.create       | yes
                    zoom.topics.create       | TRUE
                    zoom.topics.partitions   | 0
                    zoom.topics.partitions   | 10001
                    zoom.allow-plain-http    | yes
                    zoom.time-zone           | +02:00
                    zoom.time-zone           | UTC+2
                    management.port          | 65536
                    management.port          | -1
                    management.port          | http
                    routes.reload            | yes
                    log.level                | info
                    log.level                | ALL
                    log.format               | xml
                    log.format               | JSON
                    tracing.enabled          | yes
                    routes.location          | routes
                    routes.location          | /opt/zoom-hosts/routes
                    routes.location          | http://example.com/routes
                    routes.location          | file:
                    routes.location          | classpath:
                    routes.location          | file:/no/such/folder
                    """)
    void should_say_which_value_is_no_good(String property, String value) {
        assertThat(set(property, value).problems())
                .startsWith(property + " (" + Environment.variable(property) + ") must ")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    zoom.schedule            | 0 0/15 8-18 ? * MON-FRI
                    zoom.schedule            | 0 0 3 L * ?
                    zoom.time-zone           | America/Sao_Paulo
                    zoom.time-zone           | Asia/Kolkata
                    zoom.page-size           | 1
                    zoom.page-size           | ` 300 `
                    zoom.max-pages           | 2147483647
                    zoom.requests-per-second | 1000
                    zoom.retry-delay         | 3600000
                    zoom.on-mismatch         | publish
                    zoom.reports             | hosts , daily
                    zoom.reports             | all
                    zoom.topics.retention    | 1
                    zoom.topics.create       | false
                    zoom.topics.partitions   | 10000
                    zoom.allow-plain-http    | true
                    management.port          | 0
                    management.port          | 65535
                    log.level                | TRACE
                    log.format               | json
                    tracing.enabled          | true
                    routes.location          | classpath:routes/
                    zoom.api-url             | https://api.zoomgov.com/v2
                    zoom.api-url             | https://eu01api-www4local.zoom.us:443/v2
                    """)
    void should_take_what_can_be_used(String property, String value) {
        assertThatCode(() -> set(property, value).read()).doesNotThrowAnyException();
    }

    @Test
    void should_read_names_of_reports_without_blanks() {
        assertThat(set("zoom.reports", "hosts , daily").read().reports()).containsExactly("hosts", "daily");
    }

    @Test
    void should_tell_all_problems_at_once() {
        set("zoom.client-secret", "")
                .set("zoom.api-url", "api.zoom.us")
                .set("zoom.page-size", "1000")
                .set("zoom.time-zone", "Paris")
                .set("zoom.reports", "a b")
                .set("zoom.on-mismatch", "x")
                .set("log.level", "LOUD")
                .set("kafka.brokers", null);

        assertThat(problems())
                .hasLineCount(8)
                .contains(
                        "zoom.client-secret (ZOOM_CLIENT_SECRET) ",
                        "zoom.api-url (ZOOM_API_URL) ",
                        "zoom.page-size (ZOOM_PAGE_SIZE) ",
                        "zoom.time-zone (ZOOM_TIME_ZONE) ",
                        "zoom.reports (ZOOM_REPORTS) ",
                        "zoom.on-mismatch (ZOOM_ON_MISMATCH) ",
                        "log.level (LOG_LEVEL) ",
                        "kafka.brokers (KAFKA_BROKERS) ");
    }

    @Test
    void should_tell_each_problem_once() {
        set("zoom.allow-plain-http", "yes")
                .set("zoom.api-url", "http://sandbox:8080/v2")
                .set("zoom.oauth-url", "http://sandbox:8080/oauth/token");

        assertThat(problems().lines()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void should_say_what_a_value_has_to_be() {
        assertThat(set("zoom.page-size", "301").problems())
                .isEqualTo("zoom.page-size (ZOOM_PAGE_SIZE) must be a whole number from 1 to 300");
    }

    @Test
    void should_never_tell_a_secret() {
        set("zoom.account-id", "").set("zoom.page-size", "0").set("zoom.api-url", "http://example.com");

        assertThat(problems()).contains("zoom.account-id").doesNotContain(SECRET, "CLIENT_ID", "'CLIENT'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:pw1234@api.zoom.us/v2",
                "http://user:pw1234@localhost/v2",
                "http://pw1234@127.0.0.1/v2",
                "https://user:pw1234@api zoom us/v2",
                "https://us@er:pw1234@api.zoom.us/v2",
                "ftp://user:pw1234@api.zoom.us",
                "user:pw1234@api.zoom.us",
            })
    void should_refuse_an_address_with_a_password_and_not_repeat_it(String address) {
        for (String property : new String[] {"zoom.api-url", "zoom.oauth-url"}) {
            assertThat(set(property, address).problems())
                    .contains(property + " (" + Environment.variable(property) + ") must be an https:// address")
                    .doesNotContain("pw1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/v2",
                "http://localhost:8080/v2",
                "http://127.0.0.1:8080",
                "http://127.255.0.1/",
                "http://[::1]:8080/v2",
                "http://[0:0:0:0:0:0:0:1]/v2",
                "http://[0000:0000:0000:0000:0000:0000:0000:0001]/v2",
            })
    void should_allow_plain_http_on_this_machine(String address) {
        assertThatCode(() -> set("zoom.api-url", address)
                        .set("zoom.oauth-url", address)
                        .read())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.zoom.us/v2",
                "http://localhost.evil.com/v2",
                "http://evil.com/localhost",
                "http://evil.com?localhost",
                "http://evil.com#localhost",
                "http://127.0.0.1.evil.com/v2",
                "http://127.0.0.1.nip.io",
                "http://xlocalhost/",
                "http://10.0.0.1/v2",
                "http://128.0.0.1/v2",
                "http://1.127.0.0/v2",
                "http://0.0.0.0/v2",
                "http://2130706433/",
                "http://[::]/v2",
                "http://[::2]/v2",
                "http://[1::1]/v2",
                "http://[::1:1]/v2",
                "http://[0:0:0:0:0:0:1:1]/v2",
                "http://[2001:db8::1]/v2",
                "http://[::ffff:10.0.0.1]/v2",
            })
    void should_refuse_plain_http_to_another_machine_unless_it_is_allowed(String address) {
        set("zoom.oauth-url", address);

        assertThat(problems())
                .startsWith("zoom.oauth-url (ZOOM_OAUTH_URL) is plain http://")
                .contains("zoom.allow-plain-http (ZOOM_ALLOW_PLAIN_HTTP)");

        set("zoom.allow-plain-http", "true");

        assertThatCode(this::read).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.zoom.us/v2",
                "//api.zoom.us/v2",
                "ftp://api.zoom.us/v2",
                "httpss://api.zoom.us/v2",
                "file:/etc/passwd",
                "https:",
                "https://",
                "https:///v2",
                "https:api.zoom.us",
                "https://api zoom us",
                "https://api.zoom.us:port",
                "http://localhost@evil.com/v2",
                "http://localhost:80@evil.com/v2",
                "http://localhost\\@evil.com/v2",
                "http://127.1/",
                "http://127.0.0.999/",
            })
    void should_refuse_what_is_no_address_even_where_plain_http_is_allowed(String address) {
        set("zoom.allow-plain-http", "true").set("zoom.api-url", address);

        assertThat(problems()).startsWith("zoom.api-url (ZOOM_API_URL) must be an https:// address");
    }

    @Test
    void should_take_routes_from_a_folder(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("engine"));
        Files.createFile(folder.resolve("engine/start.camel.yaml"));

        assertThat(set("routes.location", "file:" + folder).read().routes()).isEqualTo("file:" + folder);
        assertThat(set("routes.location", "file:" + folder + "//").read().routes())
                .isEqualTo("file:" + folder);
    }

    @Test
    void should_refuse_a_folder_without_routes(@TempDir Path folder) throws IOException {
        Files.createFile(folder.resolve("routes.yaml"));
        Files.createDirectory(folder.resolve("routes"));
        Files.createFile(folder.resolve("routes").resolve("start.camel.yaml"));

        assertThat(set("routes.location", "file:" + folder).problems())
                .isEqualTo(
                        "routes.location (ROUTES_LOCATION) must be a folder with *.camel.yaml files in engine/, and that one"
                                + " has none");
    }

    @Test
    void says_which_route_file_cannot_be_read(@TempDir Path folder) throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("engine")).resolve("start.camel.yaml"));
        Path yours = Files.createDirectory(folder.resolve("yours"));
        Path hook = Files.createFile(yours.resolve("each-host.camel.yaml"));

        assertThat(unreadable(folder, hook))
                .startsWith(
                        "routes.location (ROUTES_LOCATION) must be readable: the user of this process may not read '"
                                + hook + "'");
        assertThat(unreadable(folder, yours))
                .startsWith(
                        "routes.location (ROUTES_LOCATION) must be readable: the user of this process may not read '"
                                + yours + "'");
    }

    /** An editor's lock, for example. */
    @Test
    void takes_routes_beside_a_link_to_nothing(@TempDir Path folder) throws IOException {
        Path engine = Files.createDirectory(folder.resolve("engine"));
        Files.createFile(engine.resolve("start.camel.yaml"));
        Files.createSymbolicLink(engine.resolve(".#start.camel.yaml"), Path.of("nobody@nowhere.1"));

        assertThat(set("routes.location", "file:" + folder).read().routes()).isEqualTo("file:" + folder);
    }

    private String unreadable(Path folder, Path file) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(file, Set.of());
        try {
            assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
            return set("routes.location", "file:" + folder).problems();
        } finally {
            Files.setPosixFilePermissions(file, before);
        }
    }

    @Test
    void should_reload_routes_from_a_folder_only() {
        assertThat(set("routes.reload", "true")
                        .set("routes.location", "classpath:routes")
                        .problems())
                .startsWith("routes.reload (ROUTES_RELOAD) needs routes in a folder");
    }

    @Test
    void should_refuse_a_file_where_a_folder_belongs(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("start.camel.yaml"));

        assertThat(set("routes.location", "file:" + file).problems()).contains("routes.location (ROUTES_LOCATION)");
    }

    @Test
    void should_take_routes_from_the_distribution_where_no_location_is_set(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("routes/engine"));
        Files.createFile(home.resolve("routes/engine/1-triggers.camel.yaml"));

        assertThat(set("zoom-hosts.home", home.toString()).read().routes()).isEqualTo("file:" + home + "/routes");
    }

    @Test
    void should_prefer_a_location_to_the_distribution(@TempDir Path home) {
        set("zoom-hosts.home", home.toString()).set("routes.location", "classpath:routes");

        assertThat(read().routes()).isEqualTo("classpath:routes");
    }

    @Test
    void should_say_that_the_distribution_has_lost_its_routes(@TempDir Path home) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> set("zoom-hosts.home", home.toString()).read())
                .withMessageContainingAll("routes.location (ROUTES_LOCATION)", home.toString());
    }

    private SettingsTest set(String property, String value) {
        properties.put(property, value);
        return this;
    }

    private Settings read() {
        return Settings.read(properties::get, true);
    }

    private String problems() {
        ConfigurationException exception = catchThrowableOfType(ConfigurationException.class, this::read);
        assertThat(exception).as("a complaint").isNotNull();
        return exception.getMessage();
    }
}
