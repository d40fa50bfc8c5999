package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

/** Defaults and names of the settings; problems are reported before anything is done, all at once, without secrets. */
class SettingsTest {

    private final ShippedSettings settings = new ShippedSettings();

    @Test
    void ships_valid_defaults_except_for_the_zoom_app() {
        Settings shipped = settings.read();

        assertThat(shipped.account().reports()).containsExactly("hosts");
        assertThat(shipped.schedule()).isEqualTo("0 30 4 * * ?");
        assertThat(shipped.account().zone()).isEqualTo(ZoneId.of("UTC"));
        assertThat(shipped.maxPages()).isEqualTo(10_000);
        assertThat(shipped.retryDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(shipped.publishMismatch()).isFalse();
        assertThat(shipped.createTopics()).isTrue();
        assertThat(shipped.partitions()).isEqualTo(6);
        assertThat(shipped.routes()).isEqualTo("classpath:routes");
        assertThat(shipped.logLevel()).isEqualTo("INFO");
    }

    /** Quartz skips a local time that a clock change removes: nothing would be collected that night. */
    @Test
    void default_schedule_exists_every_night_in_every_time_zone() throws Exception {
        CronExpression schedule = new CronExpression(settings.read().schedule());
        LocalTime time = LocalTime.of(4, 30);

        for (String id : ZoneId.getAvailableZoneIds()) {
            ZoneId zone = ZoneId.of(id);
            schedule.setTimeZone(TimeZone.getTimeZone(zone));
            Instant end = Instant.parse("2037-01-01T00:00:00Z"); // java.util.TimeZone, which Quartz uses, ends in 2037
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

    /** Users, dashboards and manifests depend on these names and defaults. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    zoom.api-url              | ZOOM_API_URL             | https://api.zoom.us/v2
                    zoom.oauth-url            | ZOOM_OAUTH_URL           | https://zoom.us/oauth/token
                    zoom.report-types         | ZOOM_REPORT_TYPES        | active,inactive
                    zoom.activity-type        | ZOOM_ACTIVITY_TYPE       | All Activities
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
    void keeps_documented_names_and_defaults(String property, String variable, String value) {
        assertThat(settings.properties()).containsEntry(property, value);
        assertThat(Environment.variable(property)).isEqualTo(variable);
    }

    @Test
    void ships_no_credentials() {
        settings.set("zoom.account-id", "").set("zoom.client-id", "").set("zoom.client-secret", "");

        assertThat(settings.problems().lines())
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
    void names_a_missing_setting(String property) {
        for (String nothing : new String[] {null, "", "   "}) {
            assertThat(settings.set(property, nothing).problems())
                    .startsWith(property + " (" + Environment.variable(property) + ") ")
                    .hasLineCount(1);
        }
    }

    @Test
    void reports_all_problems_at_once() {
        settings.set("zoom.client-secret", "")
                .set("zoom.api-url", "api.zoom.us")
                .set("zoom.page-size", "1000")
                .set("zoom.time-zone", "Paris")
                .set("zoom.reports", "a b")
                .set("zoom.on-mismatch", "x")
                .set("log.level", "LOUD")
                .set("kafka.brokers", null);

        assertThat(settings.problems())
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
    void reports_each_problem_once() {
        settings.set("zoom.allow-plain-http", "yes")
                .set("zoom.api-url", "http://sandbox:8080/v2")
                .set("zoom.oauth-url", "http://sandbox:8080/oauth/token");

        assertThat(settings.problems().lines()).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void never_quotes_a_secret() {
        settings.set("zoom.account-id", "").set("zoom.page-size", "0").set("zoom.api-url", "http://example.com");

        assertThat(settings.problems())
                .contains("zoom.account-id")
                .doesNotContain(ShippedSettings.SECRET, "CLIENT_ID", "'CLIENT'");
    }
}
