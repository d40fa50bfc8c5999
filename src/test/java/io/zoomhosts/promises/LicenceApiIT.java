package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.licences.oracle.LicenceScript;
import io.zoomhosts.sandbox.FaultyTcpProxy;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.LicencePage;
import io.zoomhosts.support.Postgres;
import io.zoomhosts.support.WithKafka;
import java.io.ByteArrayInputStream;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API of the licence answer: what {@code /api/v1/openapi.json} says, and health and metrics on its port. */
@ExtendWith(WithKafka.class)
@TestInstance(Lifecycle.PER_CLASS)
class LicenceApiIT {

    private static final String IDLE = "/api/v1/idle-licences";
    private static final String MONTHS = "/api/v1/months";
    private static final String ACCOUNTS = "/api/v1/accounts";
    private static final String DESCRIPTION = "/api/v1/openapi.json";

    private final LicenceScript script = new LicenceScript(13, 3_000, LocalDate.of(2026, 11, 26));
    private final String topic = "licences-" + UUID.randomUUID();
    private KafkaBroker kafka;
    private LicencePage page;
    private OpenApiInteractionValidator contract;
    private JsonNode description;

    @BeforeAll
    void start(KafkaBroker broker, @TempDir Path folder) throws Exception {
        kafka = broker;
        script.write(kafka.bootstrapServers(), topic);
        page = LicencePage.start(launcher(topic, folder)).ready();
        String text = page.get(DESCRIPTION).body();
        description = AsyncApi.tree(text);
        contract = OpenApiInteractionValidator.createForInlineApiSpecification(text)
                .build();
    }

    @AfterAll
    void stop() {
        page.close();
    }

    private Launcher launcher(String of, Path folder) {
        return new Launcher()
                .set("KAFKA_BROKERS", kafka.bootstrapServers())
                .set("ZOOM_HOSTS_TOPIC", of)
                .set("LICENCES_FOLDER", folder.toString());
    }

    /** Requests and checks both against the description. */
    private HttpResponse<String> get(String path, String... parameters) throws Exception {
        SimpleRequest.Builder request = new SimpleRequest.Builder(Request.Method.GET, path);
        List<String> query = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            request.withQueryParam(parameters[i], parameters[i + 1]);
            query.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = page.get(path + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        SimpleResponse.Builder response =
                SimpleResponse.Builder.status(answer.statusCode()).withBody(answer.body());
        answer.headers().map().forEach((name, values) -> response.withHeader(name, values));
        assertThat(contract.validateResponse(path, Request.Method.GET, response.build())
                        .getMessages())
                .as(path + " " + query)
                .isEmpty();
        if (answer.statusCode() == 200) {
            assertThat(contract.validateRequest(request.build()).getMessages())
                    .as(path + " " + query)
                    .isEmpty();
        }
        return answer;
    }

    private JsonNode json(String path, String... parameters) throws Exception {
        HttpResponse<String> answer = get(path, parameters);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AsyncApi.tree(answer.body());
    }

    private static List<JsonNode> objects(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static Set<String> texts(JsonNode array, String member) {
        return objects(array).stream()
                .map(object -> object.path(member).asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String anAccountWithIdleHosts() throws Exception {
        return objects(json(ACCOUNTS)).stream()
                .filter(account -> account.path("idle").asInt() > 0)
                .map(account -> account.path("account_id").textValue())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void describes_every_path_that_it_serves() {
        Set<String> paths = new TreeSet<>();
        description.path("paths").fieldNames().forEachRemaining(paths::add);

        assertThat(paths).containsExactlyInAnyOrder(IDLE, MONTHS, ACCOUNTS, DESCRIPTION);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void gives_the_licences_that_the_command_prints(int months) throws Exception {
        Launcher command =
                new Launcher().set("KAFKA_BROKERS", kafka.bootstrapServers()).set("ZOOM_HOSTS_TOPIC", topic);

        Launcher.Ended json = command.run("licences", "--once", "--months", "" + months, "--format", "json");
        Launcher.Ended csv = command.run("licences", "--once", "--months", "" + months, "--format", "csv");

        assertThat(get(IDLE, "months", "" + months).body()).isEqualTo(json.stdout());
        assertThat(get(IDLE, "months", "" + months, "format", "csv").body()).isEqualTo(csv.stdout());
        assertThat(json(IDLE, "months", "" + months)).isNotEmpty();
    }

    @Test
    void months_is_the_setting_if_a_request_does_not_say() throws Exception {
        assertThat(get(IDLE).body()).isEqualTo(get(IDLE, "months", "3").body());
        assertThat(get(IDLE).body()).isNotEqualTo(get(IDLE, "months", "1").body());
        assertThat(get(ACCOUNTS).body()).isEqualTo(get(ACCOUNTS, "months", "3").body());
        assertThat(get(ACCOUNTS).body())
                .isNotEqualTo(get(ACCOUNTS, "months", "1").body());
    }

    @Test
    void account_and_verdict_choose_hosts() throws Exception {
        JsonNode all = json(IDLE);
        String account = anAccountWithIdleHosts();
        for (String verdict : texts(all, "verdict")) {
            assertThat(objects(json(IDLE, "account", account, "verdict", verdict)))
                    .isEqualTo(objects(all).stream()
                            .filter(host -> host.path("account_id").textValue().equals(account))
                            .filter(host -> host.path("verdict").textValue().equals(verdict))
                            .toList());
        }
        assertThat(texts(all, "verdict")).containsExactlyInAnyOrder("active", "idle", "too-new", "unknown");
    }

    @Test
    void an_account_has_the_numbers_of_its_hosts() throws Exception {
        for (JsonNode account : json(ACCOUNTS)) {
            String id = account.path("account_id").textValue();
            assertThat(account.path("licences").intValue())
                    .isEqualTo(json(IDLE, "account", id).size());
            assertThat(account.path("idle").intValue())
                    .isEqualTo(json(IDLE, "account", id, "verdict", "idle").size());
        }
        assertThat(texts(json(ACCOUNTS), "account_id")).isEqualTo(texts(json(MONTHS), "account_id"));
    }

    @Test
    void a_month_that_is_not_settled_is_unknown_in_words() throws Exception {
        assertThat(texts(json(MONTHS), "state")).contains("settled", "missing", "failed");
        assertThat(objects(json(ACCOUNTS, "months", "6")).stream()
                        .flatMap(account -> objects(account.path("unknown")).stream())
                        .map(JsonNode::textValue))
                .anyMatch(reason -> reason.contains("is unknown, because its list of active hosts failed"));
    }

    @Test
    void the_import_for_zoom_has_idle_hosts_of_one_account_only() throws Exception {
        String account = anAccountWithIdleHosts();

        HttpResponse<String> file =
                get(IDLE, "format", "zoom-import", "account", account, "verdict", "idle", "file", "1");

        List<String> addresses = objects(json(IDLE, "account", account, "verdict", "idle")).stream()
                .map(host -> host.path("email").textValue())
                .toList();
        assertThat(file.body().lines().findFirst()).hasValue("Email,Licenses");
        assertThat(file.body().lines().skip(1))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).endsWith(",Unassigned with Zoom Meetings Basic"))
                .allSatisfy(line -> assertThat(addresses).contains(line.substring(0, line.indexOf(','))));
        assertThat(file.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"zoom-import-1-of-1.csv\"");
        assertThat(file.headers().firstValue("Link")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                IDLE + "?months=0",
                IDLE + "?months=37",
                IDLE + "?months=three",
                IDLE + "?months=3&months=3",
                IDLE + "?months=",
                IDLE + "?month=3",
                IDLE + "?account=",
                IDLE + "?account=none",
                IDLE + "?verdict=Idle",
                IDLE + "?verdict=",
                IDLE + "?format=xml",
                IDLE + "?format=zoom-import",
                IDLE + "?file=1",
                MONTHS + "?months=3",
                ACCOUNTS + "?account=a",
                DESCRIPTION + "?format=yaml"
            })
    void wrong_parameters_are_refused_in_words(String request) throws Exception {
        HttpResponse<String> answer = page.get(request);
        String path = URI.create(request).getPath();

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(AsyncApi.tree(answer.body()).path("error").textValue()).contains(" ");
        assertThat(contract.validateResponse(
                                path,
                                Request.Method.GET,
                                SimpleResponse.Builder.badRequest()
                                        .withContentType(answer.headers()
                                                .firstValue("Content-Type")
                                                .orElse(""))
                                        .withBody(answer.body())
                                        .build())
                        .getMessages())
                .isEmpty();
    }

    /** Each parameter of the description is in one of the requests above: a new one needs a test. */
    @Test
    void every_described_parameter_is_tested() {
        Map<String, Set<String>> tested =
                Map.of(IDLE, Set.of("months", "account", "verdict", "format", "file"), ACCOUNTS, Set.of("months"));
        description.path("paths").properties().forEach(path -> {
            Set<String> described = new TreeSet<>();
            for (JsonNode parameter : path.getValue().path("get").path("parameters")) {
                String reference = parameter.path("$ref").asText();
                described.add(
                        reference.isEmpty()
                                ? parameter.path("name").textValue()
                                : description
                                        .at(reference.substring(1))
                                        .path("name")
                                        .textValue());
            }
            assertThat(described).isEqualTo(tested.getOrDefault(path.getKey(), Set.of()));
        });
    }

    @Test
    void packs_answers_for_clients_that_unpack() throws Exception {
        HttpResponse<byte[]> packed = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + page.port() + IDLE))
                                .header("Accept-Encoding", "gzip, deflate, br")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(get(IDLE).body());
    }

    @Test
    void answers_503_until_anything_was_read(@TempDir Path folder) throws Exception {
        String missing = "licences-" + UUID.randomUUID();
        try (LicencePage waiting = LicencePage.start(launcher(missing, folder))) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> waiting.get("/observe/health/ready").body().contains("does not exist"));

            assertThat(waiting.get("/observe/health/ready").statusCode()).isEqualTo(503);
            for (String path : List.of(IDLE, MONTHS, ACCOUNTS)) {
                HttpResponse<String> answer = waiting.get(path);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(AsyncApi.tree(answer.body()).path("error").textValue())
                        .contains("topic " + missing + " does not exist");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            }
            assertThat(waiting.get("/observe/metrics").body())
                    .contains("zoom_hosts_licences_offsets_behind NaN", "zoom_hosts_licences_accounts 0.0");
        }
    }

    @Test
    void answers_503_while_the_database_is_out_of_reach(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = Postgres.start();
                FaultyTcpProxy proxy = FaultyTcpProxy.to(URI.create("http://127.0.0.1:" + postgres.getPort()))) {
            int port = URI.create(proxy.through(URI.create("http://127.0.0.1"))).getPort();
            String url = postgres.getJdbcUrl("postgres", "postgres")
                    .replace(":" + postgres.getPort() + "/", ":" + port + "/");
            try (LicencePage other = LicencePage.start(launcher(topic, folder).set("LICENCES_DATABASE_URL", url))) {
                String answer = other.ready().get(IDLE).body();
                proxy.down();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> other.get("/observe/health/ready").statusCode() == 503);

                for (String path : List.of(IDLE, MONTHS, ACCOUNTS)) {
                    HttpResponse<String> refused = other.get(path);
                    assertThat(refused.statusCode()).isEqualTo(503);
                    assertThat(AsyncApi.tree(refused.body()).path("error").textValue())
                            .contains("database cannot be reached");
                }
                assertThat(other.get("/observe/health/ready").body()).contains("the database cannot be used");
                assertThat(other.get("/observe/health/live").statusCode()).isEqualTo(200);
                assertThat(other.get("/observe/metrics").statusCode()).isEqualTo(200);

                await().ignoreExceptionsInstanceOf(BindException.class).until(() -> {
                    proxy.up();
                    return true;
                });
                assertThat(other.ready().get(IDLE).body()).isEqualTo(answer);
            }
        }
    }

    @Test
    void health_and_metrics_say_how_far_it_is_and_nothing_about_people() throws Exception {
        HttpResponse<String> ready = page.get("/observe/health/ready");
        String metrics = page.get("/observe/metrics").body();

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(AsyncApi.tree(ready.body()).path("status").textValue()).isEqualTo("UP");
        assertThat(AsyncApi.tree(ready.body()).path("offsets_behind").isNumber())
                .isTrue();
        for (JsonNode account : json(ACCOUNTS)) {
            String labels = "{account_id=\"" + account.path("account_id").textValue() + "\"} ";
            assertThat(metrics)
                    .contains("zoom_hosts_licences_idle" + labels
                            + account.path("idle").intValue() + ".0")
                    .contains("zoom_hosts_licences_free" + labels
                            + account.path("free").intValue() + ".0")
                    .contains("zoom_hosts_licences_held" + labels
                            + account.path("licences").intValue() + ".0")
                    .contains("zoom_hosts_licences_settled_months" + labels
                            + account.path("months_in_a_row").intValue() + ".0");
        }
        assertThat(metrics)
                .contains("zoom_hosts_licences_offsets_behind 0.0")
                .containsPattern("zoom_hosts_licences_answer_age_seconds [0-9]")
                .containsPattern("zoom_hosts_licences_skipped_records_total [1-9]");
        assertThat(ready.body() + metrics).doesNotContain("@");
    }
}
