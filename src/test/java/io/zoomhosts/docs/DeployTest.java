package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.zoomhosts.Environment;
import io.zoomhosts.licences.Access;
import io.zoomhosts.support.ManagementClient;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/kubernetes} and compose files: Kubernetes accepts the manifests, and they keep what deploy/README.md promises. */
class DeployTest {

    private static final Path KUBERNETES = Path.of("deploy", "kubernetes");

    private static final List<String> COMPOSE =
            List.of("docker-compose.yml", "docker-compose.sandbox.yml", "docker-compose.observe.yml");

    /** Variables that compose, Java, OpenTelemetry and recipes read. */
    private static final Set<String> OF_OTHERS = Set.of(
            "COMPOSE_FILE",
            "COMPOSE_PROFILES",
            "KAFKA_PORT",
            "JAVA_OPTS",
            "NO_PROXY",
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "EMAIL_PEPPER",
            "NDJSON_FOLDER",
            "WEBHOOK_URL");

    /** Folder of the routes in the image. */
    private static final String YOURS = "/opt/zoom-hosts/routes/yours";

    static List<Path> manifests() throws IOException {
        return files(file -> !file.endsWith("kustomization.yaml"));
    }

    static List<Path> kustomizations() throws IOException {
        return files(file -> file.endsWith("kustomization.yaml"));
    }

    /** Without the overlay that a user of {@code deploy/README.md} may have created here. */
    private static List<Path> files(Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.walk(KUBERNETES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(KUBERNETES.resolve("mine")))
                    .filter(which)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void kubernetes_accepts_each_manifest(Path file) throws IOException {
        assertThat(Manifest.of(file).problems()).isEmpty();
    }

    /** An upgrade applies the manifests again and must not overwrite what the user filled in. */
    @Test
    void manifests_contain_neither_settings_nor_credentials() throws IOException {
        assertThat(manifests())
                .extracting(file -> Manifest.of(file).text("/kind"))
                .containsOnly("CronJob", "Deployment", "PodDisruptionBudget", "Service");
    }

    /** With all routes mounted an upgrade would leave the engine of an older version running. */
    @ParameterizedTest
    @CsvSource({"base/deployment.yaml, 0", "job/cronjob.yaml, 1"})
    void mounts_only_the_users_routes(String name, int patch) throws IOException {
        Manifest manifest = patched(manifest(name), "yours", patch);

        assertThat(manifest.pod().findValuesAsText("mountPath")).containsExactly("/tmp", YOURS);
        assertThat(manifest.pod().path("volumes").findValuesAsText("name"))
                .containsExactly("tmp", "yours", "zoom-hosts-yours");
    }

    /** Its files change while the pod runs. As its group owner, the image's user reads them; other users of the node cannot. */
    @ParameterizedTest
    @CsvSource({"base/deployment.yaml, 0", "job/cronjob.yaml, 1"})
    void mounts_accounts_as_a_secret_that_only_the_images_user_can_read(String name, int patch) throws IOException {
        Manifest manifest = patched(manifest(name), "accounts", patch);
        JsonNode container = manifest.containers().get(0);

        assertThat(container.at("/env"))
                .isEqualTo(Manifest.yaml("[{'name': 'ZOOM_ACCOUNTS', 'value': '/etc/zoom-hosts/accounts'}]"));
        assertThat(container.at("/volumeMounts/1"))
                .isEqualTo(Manifest.yaml(
                        "{'name': 'accounts', 'mountPath': '/etc/zoom-hosts/accounts', 'readOnly': true}"));
        assertThat(manifest.pod().at("/volumes/1"))
                .isEqualTo(Manifest.yaml("{'name': 'accounts', 'projected': {'defaultMode': 256,"
                        + " 'sources': [{'secret': {'name': 'zoom-hosts-accounts'}}]}}"));
        assertThat(manifest.pod().at("/securityContext/fsGroup").asInt()).isEqualTo(10001);
    }

    /** A manifest with the patch of a component. */
    private static Manifest patched(Manifest manifest, String component, int patch) {
        JsonNode all = Manifest.yaml(KUBERNETES.resolve(component).resolve("kustomization.yaml"));
        assertThat(all.at("/patches/" + patch + "/target"))
                .isEqualTo(Manifest.yaml("{'kind': '" + manifest.text("/kind") + "', 'name': '"
                        + manifest.text("/metadata/name") + "'}"));
        for (JsonNode step :
                Manifest.yaml(all.at("/patches/" + patch + "/patch").asText())) {
            Matcher path =
                    Pattern.compile("(.*)/([^/]+)").matcher(step.path("path").asText());
            assertThat(path.matches() && step.path("op").asText().equals("add")).isTrue();
            JsonNode parent = manifest.json().at(path.group(1));
            if (path.group(2).equals("-")) {
                ((ArrayNode) parent).add(step.path("value"));
            } else {
                // Otherwise it would replace what is there.
                assertThat(parent.has(path.group(2))).isFalse();
                ((ObjectNode) parent).set(path.group(2), step.path("value"));
            }
        }
        assertThat(manifest.problems()).isEmpty();
        return manifest;
    }

    /** With all routes mounted an upgrade would leave the engine of an older version running. */
    @Test
    void compose_mounts_only_the_users_routes() {
        assertThat(COMPOSE)
                .flatExtracting(file -> Manifest.yaml(Path.of(file))
                        .at("/services/zoom-hosts/volumes")
                        .valueStream()
                        .map(JsonNode::asText)
                        .toList())
                .containsExactly(
                        "./src/main/resources/routes/yours:" + YOURS + ":ro",
                        "./accounts:/etc/zoom-hosts/accounts:ro",
                        "files:/var/lib/zoom-hosts");
    }

    /** Variables of recipes, Java and OpenTelemetry included. */
    @ParameterizedTest
    @ValueSource(strings = {"zoom-hosts", "licences"})
    void compose_passes_every_setting(String service) {
        assertThat(compose("docker-compose.yml", service).path("env_file").asText())
                .isEqualTo(".env");
    }

    /** The page shows people, and a user who only wants the topics has set no token for it. */
    @Test
    void compose_starts_the_licence_answer_only_on_request() {
        JsonNode services = Manifest.yaml(Path.of("docker-compose.yml")).path("services");

        assertThat(names(services).filter(name -> services.path(name).has("profiles")))
                .containsExactly("licences", "postgres")
                .allSatisfy(name ->
                        assertThat(services.path(name).path("profiles")).isEqualTo(Manifest.yaml("['licences']")));
    }

    @Test
    void only_the_sandbox_has_a_token_in_its_file() {
        assertThat(compose("docker-compose.yml", "licences").at("/environment").has("LICENCES_TOKEN"))
                .isFalse();
        Matcher token = Pattern.compile("\\$\\{LICENCES_TOKEN:-(.*)}")
                .matcher(compose("docker-compose.sandbox.yml", "licences")
                        .at("/environment/LICENCES_TOKEN")
                        .asText());
        assertThat(token.matches()).isTrue();
        assertThat(token.group(1)).hasSizeGreaterThanOrEqualTo(Access.SHORTEST_TOKEN);
        assertThat(Path.of("docs/containers.md")).content().contains("`" + token.group(1) + "`");
    }

    /** Reading Kafka needs no Zoom app, and who breaks into the page must not find one. */
    @Test
    void licence_answer_gets_no_zoom_app() {
        JsonNode variables = compose("docker-compose.yml", "licences").path("environment");
        assertThat(List.of(variables.path("ZOOM_CLIENT_ID"), variables.path("ZOOM_CLIENT_SECRET")))
                .containsOnly(TextNode.valueOf(""));

        JsonNode example = Manifest.yaml(KUBERNETES.resolve("example/kustomization.yaml"));
        assertThat(manifest("licences/deployment.yaml").containers().get(0).at("/envFrom"))
                .isEqualTo(Manifest.yaml("[{'configMapRef': {'name': '"
                        + example.at("/configMapGenerator/0/name").asText()
                        + "'}}, {'secretRef': {'name': 'zoom-hosts-licences'}}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "an unknown field, automountServiceAccountToken, automountToken",
        "an unknown field of a container, readOnlyRootFilesystem, readOnlyRoot",
        "a word where a number has to be, replicas: 1, replicas: one",
        "a number as text, replicas: 1, 'replicas: \"1\"'",
        "a truth as text, runAsNonRoot: true, 'runAsNonRoot: \"true\"'",
        "a number where text has to be, image: zoom-hosts:0.1.0-SNAPSHOT, image: 1",
        "one where several have to be, '- ALL', 'ALL'",
        "a quantity that is none, 'sizeLimit: 64Mi', 'sizeLimit: much'",
        "no selector, '  selector:\n    matchLabels:\n      app.kubernetes.io/name: zoom-hosts\n"
                + "      app.kubernetes.io/component: service\n', ''",
        "a container without a name, '- name: zoom-hosts\n          image', '- image'",
        "a port without a number, 'containerPort: 9876', 'protocol: TCP'",
        "another version, apps/v1, apps/v2"
    })
    void kubernetes_rejects(String what, String good, String bad) throws IOException {
        String manifest = Files.readString(KUBERNETES.resolve("base/deployment.yaml"));
        assertThat(manifest).contains(good);

        assertThat(new Manifest(Manifest.yaml(manifest.replace(good, bad))).problems())
                .as(what)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"base/deployment.yaml", "job/cronjob.yaml", "licences/deployment.yaml"})
    void runs_without_privileges(String name) throws IOException {
        Manifest manifest = manifest(name);

        assertThat(manifest.pod().path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(manifest.pod().path("securityContext"))
                .isEqualTo(Manifest.yaml("{'runAsNonRoot': true, 'runAsUser': 10001, 'runAsGroup': 10001,"
                        + " 'fsGroup': 10001, 'seccompProfile': {'type': 'RuntimeDefault'}}"));
        assertThat(List.of("hostNetwork", "hostPID", "hostIPC", "serviceAccountName"))
                .noneMatch(manifest.pod()::has);
        assertThat(manifest.containers()).isNotEmpty().allSatisfy(container -> assertThat(
                        container.path("securityContext"))
                .isEqualTo(Manifest.yaml("{'allowPrivilegeEscalation': false, 'readOnlyRootFilesystem': true,"
                        + " 'capabilities': {'drop': ['ALL']}}")));
        assertThat(manifest.pod().path("volumes")).isNotEmpty().allSatisfy(volume -> assertThat(
                        volume.at("/emptyDir/sizeLimit").asText())
                .isNotEmpty());
    }

    /** A Service named management, for example, would set {@code MANAGEMENT_PORT}. */
    @ParameterizedTest
    @ValueSource(strings = {"base/deployment.yaml", "job/cronjob.yaml", "licences/deployment.yaml"})
    void disables_service_links(String name) throws IOException {
        assertThat(manifest(name).pod().path("enableServiceLinks").asBoolean(true))
                .isFalse();
    }

    /** Several at a time would stop all collection if the new version cannot start. */
    @Test
    void replaces_one_instance_after_the_other() {
        Manifest service = manifest("base/deployment.yaml");

        assertThat(service.json().at("/spec/strategy"))
                .isEqualTo(Manifest.yaml(
                        "{'type': 'RollingUpdate', 'rollingUpdate': {'maxSurge': 0, 'maxUnavailable': 1}}"));
        assertThat(service.json().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(manifest("job/cronjob.yaml").text("/spec/concurrencyPolicy")).isEqualTo("Forbid");
    }

    @Test
    void drains_one_instance_after_the_other() {
        JsonNode budget = manifest("base/disruptionbudget.yaml").json();
        JsonNode labels = manifest("base/deployment.yaml").json().at("/spec/template/metadata/labels");

        assertThat(budget.at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(manifest("base/deployment.yaml").pod().at("/topologySpreadConstraints/0/labelSelector/matchLabels"))
                .isEqualTo(labels);
    }

    /** {@code LicenceSecurityIT} asks the page for the same paths, without its token. */
    @ParameterizedTest
    @CsvSource({"base, management.port", "licences, licences.port"})
    void probes_match_the_paths_of_health(String folder, String port) throws IOException {
        JsonNode container = manifest(folder + "/deployment.yaml").containers().get(0);
        Manifest service = manifest(folder + "/service.yaml");

        assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe ->
                                container.at("/" + probe + "/httpGet/path").asText()))
                .containsExactly("/observe/health/live", "/observe/health/live", "/observe/health/ready")
                .isSubsetOf(ManagementClient.OPEN);
        assertThat(service.text("/metadata/annotations/prometheus.io~1path")).isIn(ManagementClient.OPEN);
        assertThat(Manifest.yaml(Path.of("deploy/prometheus/prometheus.yml")).findValuesAsText("metrics_path"))
                .singleElement()
                .isIn(ManagementClient.OPEN);
        assertThat(List.of(
                        service.text("/metadata/annotations/prometheus.io~1port"),
                        service.text("/spec/ports/0/port"),
                        container.at("/ports/0/containerPort").asText()))
                .containsOnly(applicationProperties().getProperty(port));
        assertThat(List.of(
                        service.text("/spec/ports/0/targetPort"),
                        container.at("/livenessProbe/httpGet/port").asText()))
                .containsOnly(container.at("/ports/0/name").asText());
        assertThat(service.json().at("/spec/selector"))
                .isEqualTo(manifest(folder + "/deployment.yaml").json().at("/spec/template/metadata/labels"));
    }

    /** The root file system is read-only. */
    @Test
    void licence_answer_has_a_volume_for_its_database() {
        JsonNode container = manifest("licences/deployment.yaml").containers().get(0);
        String folder = container
                .at("/env")
                .valueStream()
                .filter(variable -> variable.path("name").asText().equals("LICENCES_FOLDER"))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow();

        assertThat(container.at("/volumeMounts").findValuesAsText("mountPath")).containsExactly("/tmp", folder);
        assertThat(Path.of("Dockerfile"))
                .content()
                .contains("LICENCES_FOLDER=" + folder + "\n")
                .containsPattern("install -d -o 10001 -g 10001 .* /system" + folder + "\n");
    }

    @Test
    void names_only_settings_that_exist() throws IOException {
        Set<String> settings = applicationProperties().stringPropertyNames().stream()
                .map(Environment::variable)
                .collect(Collectors.toSet());
        Stream<String> inKubernetes = Stream.of("settings.env", "credentials.env", "licences.env")
                .map(file -> KUBERNETES.resolve("example").resolve(file))
                .flatMap(DeployTest::variables);
        Stream<String> inTheManifest =
                manifest("licences/deployment.yaml").containers().get(0).at("/env").findValuesAsText("name").stream();
        Stream<String> inCompose = COMPOSE.stream()
                .flatMap(file -> Stream.of("zoom-hosts", "licences").map(service -> compose(file, service)))
                .flatMap(service -> names(service.path("environment")));
        Stream<String> inTheExample = variables(Path.of(".env.example"));

        assertThat(Stream.of(inKubernetes, inTheManifest, inCompose, inTheExample)
                        .flatMap(Function.identity()))
                .hasSizeGreaterThan(40)
                .filteredOn(variable -> !OF_OTHERS.contains(variable))
                .allMatch(variable -> settings.contains(variable) || variable.startsWith("KAFKA_CLIENT_"));
    }

    /** Commented-out variables included. */
    private static Stream<String> variables(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.matches("#?[A-Z_]+=.*"))
                    .map(line -> line.replaceFirst("#?([A-Z_]+)=.*", "$1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void kustomizations_refer_to_existing_files() throws IOException {
        assertThat(kustomizations()).isNotEmpty().allSatisfy(file -> {
            JsonNode kustomization = Manifest.yaml(file);
            assertThat(Stream.of("/resources", "/components", "/configMapGenerator/0/envs", "/secretGenerator/0/envs")
                            .flatMap(list -> kustomization.at(list).valueStream())
                            .map(name -> file.resolveSibling(name.asText())))
                    .allMatch(Files::exists);
        });
    }

    @Test
    void overlay_generates_the_settings_and_credentials_of_the_service() {
        JsonNode example = Manifest.yaml(KUBERNETES.resolve("example/kustomization.yaml"));

        for (String name : List.of("base/deployment.yaml", "job/cronjob.yaml")) {
            assertThat(manifest(name).containers().get(0).at("/envFrom"))
                    .isEqualTo(Manifest.yaml("[{'configMapRef': {'name': '"
                            + example.at("/configMapGenerator/0/name").asText() + "'}}, {'secretRef': {'name': '"
                            + example.at("/secretGenerator/0/name").asText() + "'}}]"));
        }
    }

    @Test
    void names_the_image_of_this_version() throws IOException {
        Matcher version = Pattern.compile("<artifactId>zoom-hosts</artifactId>\\s*<version>(.*)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        String image = "zoom-hosts:" + version.group(1);

        assertThat(List.of("base/deployment.yaml", "job/cronjob.yaml", "licences/deployment.yaml"))
                .allSatisfy(name -> assertThat(
                                manifest(name).containers().get(0).path("image").asText())
                        .isEqualTo(image));
        assertThat(Manifest.yaml(KUBERNETES.resolve("example/kustomization.yaml"))
                        .at("/images/0/newTag")
                        .asText())
                .isEqualTo(version.group(1));
        assertThat(Files.readString(Path.of("docs/kubernetes.md"))).contains("docker build -t " + image + " .");
    }

    private static JsonNode compose(String file, String service) {
        return Manifest.yaml(Path.of(file)).path("services").path(service);
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
