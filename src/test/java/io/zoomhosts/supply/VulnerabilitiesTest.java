package io.zoomhosts.supply;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit of the libraries, with a small OSV on loopback, and the rules of OpenVEX for the statements. */
class VulnerabilitiesTest {

    private static final String OLD = "pkg:maven/org.example/old@1.0";
    private static final String PLAIN = "pkg:maven/org.example/plain@2.0";

    private static final Sbom SBOM = new Sbom(
            new Sbom.Library("pkg:maven/io.zoomhosts/zoom-hosts@1", "zoom-hosts", "1", ""),
            List.of(new Sbom.Library(OLD, "old", "1.0", "00"), new Sbom.Library(PLAIN, "plain", "2.0", "11")));

    private final Map<String, List<String>> idsOfPurls = new TreeMap<>();
    private final Map<String, String> vulnerabilities = new TreeMap<>();
    private final List<JsonNode> questions = new ArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private HttpServer server;

    /** Answers one advisory a page, as OSV does with many. */
    @BeforeEach
    void startOsv() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/querybatch", exchange -> {
            JsonNode body = JsonMapper.builder().build().readTree(exchange.getRequestBody());
            questions.add(body);
            List<String> results = new ArrayList<>();
            for (JsonNode query : body.path("queries")) {
                List<String> ids = idsOfPurls.getOrDefault(
                        query.path("package").path("purl").asText(), List.of());
                int page = query.path("page_token").asInt(0);
                results.add(
                        ids.isEmpty()
                                ? "{}"
                                : "{\"vulns\":[{\"id\":\"%s\"}]%s}"
                                        .formatted(
                                                ids.get(page),
                                                page + 1 < ids.size()
                                                        ? ",\"next_page_token\":\"" + (page + 1) + "\""
                                                        : ""));
            }
            answer(exchange, 200, "{\"results\":[" + String.join(",", results) + "]}");
        });
        server.createContext("/v1/vulns/", exchange -> {
            String id = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            answer(exchange, vulnerabilities.containsKey(id) ? 200 : 404, vulnerabilities.getOrDefault(id, "{}"));
        });
        server.start();
    }

    @AfterEach
    void stopOsv() {
        server.stop(0);
    }

    @Test
    void reports_an_advisory_without_a_statement() throws Exception {
        advisory(PLAIN, "GHSA-aaaa", "CVE-2026-1", "");

        assertThat(audit(statement("CVE-2026-2", PLAIN, "vulnerable_code_not_present")))
                .isFalse();

        assertThat(said()).contains("No statement: CVE-2026-1 GHSA-aaaa " + PLAIN);
    }

    @Test
    void accepts_an_advisory_whose_alias_has_a_statement() throws Exception {
        advisory(PLAIN, "GHSA-aaaa", "CVE-2026-1", "");

        assertThat(audit(statement("CVE-2026-1", PLAIN, "vulnerable_code_not_present")))
                .as(said())
                .isTrue();
    }

    @Test
    void a_statement_on_another_library_does_not_count() throws Exception {
        advisory(PLAIN, "GHSA-aaaa", "CVE-2026-1", "");

        assertThat(audit(statement("CVE-2026-1", OLD, "vulnerable_code_not_present")))
                .isFalse();
    }

    @Test
    void asks_for_every_page_of_an_answer() throws Exception {
        advisory(PLAIN, "GHSA-aaaa", "CVE-2026-1", "");
        advisory(PLAIN, "GHSA-bbbb", "CVE-2026-2", "");

        assertThat(audit(statement("CVE-2026-1", PLAIN, "vulnerable_code_not_present")))
                .isFalse();

        assertThat(said()).contains("GHSA-bbbb").doesNotContain("GHSA-aaaa");
        assertThat(questions).hasSize(2);
        assertThat(questions.get(0).path("queries")).hasSize(2);
        assertThat(questions.get(1).path("queries")).hasSize(1);
    }

    @Test
    void ignores_a_withdrawn_advisory() throws Exception {
        advisory(PLAIN, "GHSA-aaaa", "CVE-2026-1", ",\"withdrawn\":\"2026-11-01T00:00:00Z\"");

        assertThat(audit()).as(said()).isTrue();
    }

    @Test
    void reports_a_statement_whose_library_has_another_version() throws Exception {
        String other = "pkg:maven/org.example/plain@1.9";

        assertThat(audit(statement("CVE-2026-1", other, "vulnerable_code_not_present")))
                .isFalse();

        assertThat(said()).contains("CVE-2026-1 " + other);
    }

    @Test
    void reports_a_library_that_is_shipped_although_a_statement_denies_it() throws Exception {
        assertThat(audit(statement("CVE-2026-1", "pkg:maven/org.example/removed@1", "component_not_present")))
                .as(said())
                .isTrue();
        assertThat(audit(statement("CVE-2026-1", PLAIN, "component_not_present")))
                .isFalse();
    }

    @Test
    void says_so_if_osv_does_not_answer() throws Exception {
        advisory(PLAIN, "GHSA-aaaa", "CVE-2026-1", "");
        vulnerabilities.clear();

        assertThat(audit()).isTrue();

        assertThat(said())
                .contains("OSV was not asked, so advisories may be missing")
                .contains("404");
    }

    /** "a VEX statement MUST include either a status justification or an impact_statement"; "affected: MUST include an action". */
    @Test
    void every_statement_obeys_openvex() throws IOException {
        JsonNode document = JsonMapper.builder().build().readTree(Files.readString(Vex.FILE));
        assertThat(document.path("@context").asText()).isEqualTo("https://openvex.dev/ns/v0.2.0");
        assertThat(URI.create(document.path("@id").asText()).isAbsolute()).isTrue();
        assertThat(document.path("author").asText()).isNotEmpty();
        assertThat(document.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(document.path("version").isInt()).isTrue();

        assertThat(document.path("statements")).isNotEmpty().allSatisfy(statement -> {
            String name = statement.path("vulnerability").path("name").asText();
            assertThat(name).matches("(CVE|GHSA)-[\\w-]+");
            assertThat(statement.path("products")).as(name).hasSize(2);
            assertThat(statement.path("products").path(0).path("subcomponents"))
                    .as(name)
                    .isNotEmpty()
                    .isEqualTo(statement.path("products").path(1).path("subcomponents"));
            assertThat(statement.path("status_notes").asText()).as(name).containsPattern("Source: .+");
            switch (statement.path("status").asText()) {
                case "not_affected" -> {
                    assertThat(statement.path("justification").asText())
                            .as(name)
                            .isIn(
                                    "component_not_present",
                                    "vulnerable_code_not_present",
                                    "vulnerable_code_not_in_execute_path",
                                    "vulnerable_code_cannot_be_controlled_by_adversary",
                                    "inline_mitigations_already_exist");
                    assertThat(statement.path("impact_statement").asText())
                            .as(name)
                            .isNotEmpty();
                }
                case "affected" ->
                    assertThat(statement.path("action_statement").asText())
                            .as(name)
                            .isNotEmpty();
                default -> {
                    assertThat(statement.path("status").asText()).as(name).isIn("fixed", "under_investigation");
                    assertThat(statement.has("justification") || statement.has("impact_statement"))
                            .as(name)
                            .isFalse();
                }
            }
        });
        assertThat(Vex.read(Vex.FILE).statements())
                .extracting(Vex.Statement::name)
                .doesNotHaveDuplicates();
    }

    private void advisory(String purl, String id, String alias, String members) {
        idsOfPurls.computeIfAbsent(purl, any -> new ArrayList<>()).add(id);
        vulnerabilities.put(id, "{\"id\":\"%s\",\"aliases\":[\"%s\"]%s}".formatted(id, alias, members));
    }

    private static Vex.Statement statement(String name, String library, String justification) {
        return new Vex.Statement(
                name, Set.of(), "what", List.of(library), Vex.Status.NOT_AFFECTED, justification, "why", "source");
    }

    private boolean audit(Vex.Statement... statements) throws InterruptedException {
        Osv osv = new Osv(URI.create("http://localhost:" + server.getAddress().getPort() + "/"));
        return new Vulnerabilities(new Vex("2026-11-26", List.of(statements)), SBOM)
                .audit(osv, new PrintStream(output, true, UTF_8));
    }

    private String said() {
        return output.toString(UTF_8);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream answer = exchange.getResponseBody()) {
            answer.write(bytes);
        }
    }
}
