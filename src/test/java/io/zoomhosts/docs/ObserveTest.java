package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.support.MetricNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Alerts, dashboard and {@code docker-compose.observe.yml} match the service. {@code .ci/deploy} has Prometheus validate
 * them.
 */
class ObserveTest {

    private static final String ALERTS = "deploy/prometheus/alerts.yml";
    private static final String ALERT_TESTS = "deploy/prometheus/alerts.test.yml";
    private static final String DASHBOARD = "deploy/grafana/zoom-hosts.json";
    private static final String OBSERVE = "docker-compose.observe.yml";

    @ParameterizedTest
    @ValueSource(strings = {ALERTS, ALERT_TESTS, DASHBOARD})
    void uses_only_metrics_that_the_service_exports(String file) throws IOException {
        assertThat(metrics(file)).isNotEmpty().isSubsetOf(MetricNames.ALL);
    }

    @Test
    void dashboard_shows_every_metric() throws IOException {
        assertThat(metrics(DASHBOARD)).containsAll(MetricNames.ALL);
    }

    @Test
    void every_panel_has_a_description_and_the_chosen_data_source() {
        List<JsonNode> panels = yaml(DASHBOARD)
                .path("panels")
                .valueStream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();

        assertThat(yaml(DASHBOARD).at("/templating/list/0/name").asText()).isEqualTo("datasource");
        assertThat(panels).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("description").asText()).matches("[A-Z][^.]+(\\.[^ .]+)*[^.]*\\.");
            assertThat(panel.findValuesAsText("uid")).hasSizeGreaterThan(1).containsOnly("${datasource}");
        });
    }

    @Test
    void every_alert_has_a_severity_an_action_and_a_test() throws IOException {
        List<JsonNode> alerts = yaml(ALERTS).at("/groups/0/rules").valueStream().toList();
        String tests = Files.readString(Path.of(ALERT_TESTS));

        assertThat(alerts).isNotEmpty().allSatisfy(alert -> {
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).hasSizeGreaterThan(100);
            assertThat(tests).contains("alertname=\"" + alert.path("alert").asText() + "\"");
        });
    }

    @Test
    void alerts_watch_only_outcomes_that_exist() throws IOException {
        Set<String> outcomes = found("outcome=~?\\\\?\"([^\"\\\\]+)", ALERTS).stream()
                .flatMap(list -> Stream.of(list.split("\\|")))
                .collect(Collectors.toSet());

        assertThat(outcomes)
                .hasSizeGreaterThan(1)
                .isSubsetOf(Stream.concat(
                                Stream.of("ok"), Stream.of(Failure.values()).map(Failure::text))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus", "grafana"})
    void compose_observes_without_privileges_on_loopback_from_pinned_images(String name) {
        JsonNode service = yaml(OBSERVE).at("/services/" + name);

        assertThat(service.path("image").asText()).matches("[a-z]+/[a-z]+:v?\\d+\\.\\d+\\.\\d+");
        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(service.path("cap_drop")).isEqualTo(Manifest.yaml("['ALL']"));
        assertThat(service.path("security_opt")).isEqualTo(Manifest.yaml("['no-new-privileges:true']"));
        assertThat(service.path("mem_limit").asText()).isNotEmpty();
        assertThat(service.path("ports")).isNotEmpty().allMatch(port -> port.asText()
                .startsWith("127.0.0.1:"));
        assertThat(List.of("privileged", "cap_add", "user")).noneMatch(service::has);
    }

    /** Files that compose mounts, and paths that Grafana is configured to read. */
    @Test
    void compose_mounts_existing_files() {
        List<String> files = yaml(OBSERVE).findValues("volumes").stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> volume.replaceFirst(":.*", ""))
                .toList();

        assertThat(files).hasSize(3).allSatisfy(file -> assertThat(Path.of(file))
                .exists());
        assertThat(yaml(DASHBOARD).path("uid").asText()).isEqualTo("zoom-hosts");
        assertThat(yaml("deploy/grafana/provisioning/dashboards/zoom-hosts.yml")
                        .at("/providers/0/options/path")
                        .asText())
                .isEqualTo("/etc/zoom-hosts");
        assertThat(yaml("deploy/grafana/provisioning/datasources/prometheus.yml")
                        .at("/datasources/0/url")
                        .asText())
                .isEqualTo("http://prometheus:9090");
    }

    private static Set<String> metrics(String file) throws IOException {
        return found("\\b(zoom_hosts_\\w+)", file);
    }

    /** Every match of the pattern's group in the file. */
    private static Set<String> found(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }

    private static JsonNode yaml(String file) {
        return Manifest.yaml(Path.of(file));
    }
}
