package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/kubernetes}: whether Kubernetes takes it, and what it promises. */
class DeployTest {

    private static final Path KUBERNETES = Path.of("deploy", "kubernetes");

    /** The folder in the image. */
    private static final String YOURS = "/opt/zoom-hosts/routes/yours";

    static List<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(KUBERNETES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void should_be_taken_by_kubernetes(Path file) throws IOException {
        assertThat(Manifest.of(file).problems()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "cronjob.yaml"})
    void should_mount_the_users_routes_and_no_others_once_the_comment_signs_are_off(String name) throws IOException {
        Manifest manifest = withoutCommentSigns(name);

        assertThat(manifest.problems()).isEmpty();
        assertThat(manifest.pod().findValuesAsText("mountPath")).containsExactly("/tmp", YOURS);
        assertThat(manifest.pod().path("volumes").findValuesAsText("name"))
                .containsExactly("tmp", "yours", "zoom-hosts-yours");
        assertThat(manifest.containers().get(0).at("/volumeMounts/1"))
                .isEqualTo(Manifest.yaml("{'name': 'yours', 'mountPath': '" + YOURS + "', 'readOnly': true}"));
    }

    /** Whoever follows {@code deploy/README.md}: the manifest with the lines about {@code yours} in use. */
    private static Manifest withoutCommentSigns(String name) throws IOException {
        String text = Files.readString(KUBERNETES.resolve(name));
        return new Manifest(Manifest.yaml(text.replaceAll("(?m)^( *)# ((- name|  [a-zA-Z]+|    name): ?.*)$", "$1$2")));
    }

    /** With all routes mounted an upgrade would leave the engine of an older version running. */
    @Test
    void should_mount_the_users_routes_and_no_others_with_compose() {
        assertThat(List.of("docker-compose.yml", "docker-compose.sandbox.yml", "docker-compose.observe.yml"))
                .flatExtracting(file -> Manifest.yaml(Path.of(file))
                        .at("/services/zoom-hosts/volumes")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList())
                .containsExactly("./src/main/resources/routes/yours:" + YOURS + ":ro");
    }

    @Test
    void should_list_in_the_example_of_settings_what_compose_passes_on() throws IOException {
        List<String> passed = Manifest.yaml(Path.of("docker-compose.yml"))
                .at("/services/zoom-hosts/environment")
                .valueStream()
                .map(JsonNode::asText)
                .filter(variable -> !variable.contains("="))
                .filter(variable -> !variable.equals("ZOOM_ALLOW_PLAIN_HTTP"))
                .toList();

        assertThat(Files.readString(Path.of(".env.example")).lines())
                .filteredOn(line -> line.matches("#?[A-Z_]+=.*"))
                .extracting(line -> line.replaceFirst("#?([A-Z_]+)=.*", "$1"))
                .containsAll(passed);
    }

    @ParameterizedTest
    @CsvSource({
        "an unknown field, automountServiceAccountToken, automountToken",
        "an unknown field of a container, readOnlyRootFilesystem, readOnlyRoot",
        "a word where a number has to be, replicas: 1, replicas: one",
        "a number as text, replicas: 1, 'replicas: \"1\"'",
        "a truth as text, runAsNonRoot: true, 'runAsNonRoot: \"true\"'",
        "a number where text has to be, image: zoom-hosts:0.1.0, image: 1",
        "one where several have to be, '- ALL', 'ALL'",
        "a quantity that is none, 'sizeLimit: 64Mi', 'sizeLimit: much'",
        "no selector, '  selector:\n    matchLabels:\n      app.kubernetes.io/name: zoom-hosts\n"
                + "      app.kubernetes.io/component: service\n', ''",
        "a container without a name, '- name: zoom-hosts\n          image', '- image'",
        "a port without a number, 'containerPort: 9876', 'protocol: TCP'",
        "another version, apps/v1, apps/v2"
    })
    void should_be_refused_by_kubernetes_with(String what, String good, String bad) throws IOException {
        String manifest = Files.readString(KUBERNETES.resolve("deployment.yaml"));
        assertThat(manifest).contains(good);

        assertThat(new Manifest(Manifest.yaml(manifest.replace(good, bad))).problems())
                .as(what)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "cronjob.yaml"})
    void should_run_without_privileges(String name) throws IOException {
        Manifest manifest = manifest(name);

        assertThat(manifest.pod().path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(manifest.pod().path("securityContext"))
                .isEqualTo(Manifest.yaml("{'runAsNonRoot': true, 'runAsUser': 10001, 'runAsGroup': 10001,"
                        + " 'seccompProfile': {'type': 'RuntimeDefault'}}"));
        assertThat(List.of("hostNetwork", "hostPID", "hostIPC", "serviceAccountName"))
                .noneMatch(manifest.pod()::has);
        assertThat(manifest.containers()).isNotEmpty().allSatisfy(container -> assertThat(
                        container.path("securityContext"))
                .isEqualTo(Manifest.yaml("{'allowPrivilegeEscalation': false, 'readOnlyRootFilesystem': true,"
                        + " 'capabilities': {'drop': ['ALL']}}")));
        assertThat(manifest.pod().path("volumes")).singleElement().satisfies(volume -> assertThat(
                        volume.at("/emptyDir/sizeLimit").asText())
                .isEqualTo("64Mi"));
    }

    /** Else a Service named management, say, would set {@code MANAGEMENT_PORT}. */
    @ParameterizedTest
    @ValueSource(strings = {"deployment.yaml", "cronjob.yaml"})
    void should_have_no_variables_that_kubernetes_makes_up(String name) throws IOException {
        assertThat(manifest(name).pod().path("enableServiceLinks").asBoolean(true))
                .isFalse();
    }

    @Test
    void should_have_one_process_that_collects_at_a_time() throws IOException {
        Manifest service = manifest("deployment.yaml");

        assertThat(service.json().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(service.text("/spec/strategy/type")).isEqualTo("Recreate");
        assertThat(manifest("cronjob.yaml").text("/spec/concurrencyPolicy")).isEqualTo("Forbid");
    }

    @Test
    void should_ask_for_what_the_service_serves() throws IOException {
        JsonNode container = manifest("deployment.yaml").containers().get(0);
        Manifest service = manifest("service.yaml");

        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe ->
                                container.at("/" + probe + "/httpGet/path").asText()))
                .containsExactly("/observe/health/live", "/observe/health/live", "/observe/health/ready")
                .isSubsetOf(Management.OPEN);
        assertThat(service.text("/metadata/annotations/prometheus.io~1path")).isIn(Management.OPEN);
        assertThat(Manifest.yaml(Path.of("deploy/prometheus/prometheus.yml")).findValuesAsText("metrics_path"))
                .singleElement()
                .isIn(Management.OPEN);
        assertThat(List.of(
                        service.text("/metadata/annotations/prometheus.io~1port"),
                        container.at("/ports/0/containerPort").asText()))
                .containsOnly(applicationProperties().getProperty("management.port"));
    }

    @Test
    void should_name_no_setting_that_there_is_not() throws IOException {
        Set<String> settings = applicationProperties().stringPropertyNames().stream()
                .map(Environment::variable)
                .collect(Collectors.toSet());
        Stream<String> inKubernetes = Stream.concat(
                names(manifest("settings.yaml").json().path("data")),
                names(manifest("credentials.yaml").json().path("stringData")));
        Stream<String> inCompose = Stream.of("docker-compose.yml", "docker-compose.sandbox.yml")
                .flatMap(file -> Manifest.yaml(Path.of(file))
                        .at("/services/zoom-hosts/environment")
                        .valueStream())
                .map(variable -> variable.asText().replaceFirst("=.*", ""))
                .filter(variable -> !variable.startsWith("OTEL_")); // OpenTelemetry's own

        assertThat(Stream.concat(inKubernetes, inCompose))
                .hasSizeGreaterThan(20)
                .isSubsetOf(settings);
    }

    @Test
    void should_apply_files_that_are_there() throws IOException {
        JsonNode resources =
                Manifest.yaml(Path.of("deploy/kubernetes/kustomization.yaml")).path("resources");

        assertThat(resources.valueStream().map(file -> KUBERNETES.resolve(file.asText())))
                .isNotEmpty()
                .isSubsetOf(manifests());
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    private static Properties applicationProperties() throws IOException {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            properties.load(file);
        }
        return properties;
    }

    private static Manifest manifest(String name) {
        return Manifest.of(KUBERNETES.resolve(name));
    }
}
