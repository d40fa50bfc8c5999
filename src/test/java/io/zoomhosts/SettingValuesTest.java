package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers, times, names and other values of settings: which are accepted and which are rejected. */
class SettingValuesTest {

    private final ShippedSettings settings = new ShippedSettings();

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
    void rejects_invalid_values(String property, String value) {
        assertThat(settings.set(property, value).problems())
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
    void accepts_valid_values(String property, String value) {
        assertThatCode(() -> settings.set(property, value).read()).doesNotThrowAnyException();
    }

    @Test
    void trims_names_of_reports() {
        assertThat(settings.set("zoom.reports", "hosts , daily")
                        .read()
                        .account()
                        .reports())
                .containsExactly("hosts", "daily");
    }

    @Test
    void reports_the_allowed_range_of_a_number() {
        assertThat(settings.set("zoom.page-size", "301").problems())
                .isEqualTo("zoom.page-size (ZOOM_PAGE_SIZE) must be a whole number from 1 to 300");
    }
}
