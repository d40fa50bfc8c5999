package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.licences.oracle.LicenceScript;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.LicencePage;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The licence answer is shown to nobody but those who may see it, and nothing else of the machine is. */
@ExtendWith(WithKafka.class)
@TestInstance(Lifecycle.PER_CLASS)
class LicenceSecurityIT {

    private static final String TOKEN = "correct-horse-battery";
    private static final String PEOPLE = "/api/v1/idle-licences";

    /** Every path that shows people, or what is known of them. */
    private static final List<String> SHUT =
            List.of(PEOPLE, "/api/v1/months", "/api/v1/accounts", "/api/v1/openapi.json");

    private static final List<String> OPEN =
            List.of("/observe/health/live", "/observe/health/ready", "/observe/metrics");

    /** What every answer has, and what some have; of the request nothing comes back. */
    private static final Set<String> ALWAYS = Set.of(
            "cache-control",
            "content-security-policy",
            "content-type",
            "cross-origin-resource-policy",
            "referrer-policy",
            "x-content-type-options");

    private static final Set<String> SOMETIMES = Set.of(
            "allow",
            "connection",
            "content-disposition",
            "content-length",
            "retry-after",
            "transfer-encoding",
            "vary",
            "www-authenticate");

    private final LicenceScript script = new LicenceScript(13, 3_000, LocalDate.of(2026, 11, 26));
    private final String topic = "licences-" + UUID.randomUUID();
    private KafkaBroker kafka;
    private Path passwords;
    private LicencePage open;
    private LicencePage shut;

    @BeforeAll
    void start(KafkaBroker broker, @TempDir Path folder) throws Exception {
        kafka = broker;
        script.write(kafka.bootstrapServers(), topic);
        passwords = secretFile(folder, "ana:first password\n# a comment\n\nbo:zweites:Paßwort\n");
        open = LicencePage.start(launcher(folder.resolve("open")).set("LOG_LEVEL", "DEBUG"));
        shut = LicencePage.start(launcher(folder.resolve("shut"))
                .set("LICENCES_TOKEN", TOKEN)
                .set("LICENCES_PASSWORD_FILE", passwords.toString()));
        open.ready();
        shut.ready();
    }

    @AfterAll
    void stop() {
        open.close();
        shut.close();
    }

    private Launcher launcher(Path folder) {
        return new Launcher()
                .set("KAFKA_BROKERS", kafka.bootstrapServers())
                .set("ZOOM_HOSTS_TOPIC", topic)
                .set("LICENCES_FOLDER", folder.toString());
    }

    private static Path secretFile(Path folder, String content) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "passwords",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    static Stream<String> pathsOfFiles() {
        List<String> paths = new ArrayList<>();
        for (String file : List.of(
                "application.properties",
                "conf/application.properties",
                "logback.xml",
                "io/zoomhosts/ZoomHosts.class",
                "licences/openapi.json",
                "licences/sql/V1__licence_answer.sql",
                "routes/licences/3-api.camel.yaml",
                "META-INF/MANIFEST.MF",
                "etc/passwd")) {
            for (String up : List.of(
                    "/",
                    "//",
                    "/../",
                    "/../../../../../../../../",
                    "/%2e%2e/",
                    "/..%2f",
                    "/%252e%252e%252f",
                    "/%c0%ae%c0%ae/",
                    "/..\\",
                    "/..;/",
                    "/./",
                    "/api/../",
                    "/api/v1/../../",
                    "/observe/../",
                    "/static/../",
                    "/observe/%2e%2e/")) {
                paths.add(up + file);
                paths.add(up + file.replace("/", "%2f"));
            }
        }
        return paths.stream();
    }

    /** One connection for each path would be slow only if the server did not close: the request asks for it. */
    @ParameterizedTest
    @MethodSource("pathsOfFiles")
    void serves_no_file_of_the_machine(String path) throws IOException {
        String answer = open.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404) .*").doesNotContain("zoom.", "root:", "create table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/observe",
                "/observe/health",
                "/observe/info",
                "/observe/heapdump",
                "/q/dev",
                "/q/health",
                "/q/send",
                "/q/upload/a",
                "/q/jolokia",
                "/actuator",
                "/platform-http",
                "/api",
                "/api/v1",
                "/api/v1/idle-licences/a",
                "/API/V1/months"
            })
    void serves_nothing_else(String path) throws Exception {
        assertThat(open.get(path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"})
    void answers_no_other_method(String method) throws IOException {
        for (String path : List.of(PEOPLE, "/", "/observe/metrics")) {
            String answer = open.raw(method + " " + path
                    + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

            assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: GET, HEAD");
        }
    }

    @Test
    void takes_no_uploads() throws Exception {
        String form = "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nhello\r\n--x--\r\n";

        assertThat(open.send("POST", PEOPLE, form, "Content-Type", "multipart/form-data; boundary=x")
                        .statusCode())
                .isEqualTo(405);
        assertThat(open.send("GET", PEOPLE, "a".repeat(2000)).statusCode()).isEqualTo(413);
    }

    @Test
    void head_has_the_headers_and_no_body() throws Exception {
        for (String path : List.of(PEOPLE, "/observe/health/ready")) {
            HttpResponse<String> head = open.send("HEAD", path, "");

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("content-type"))
                    .isEqualTo(open.get(path).headers().firstValue("content-type"));
        }
    }

    @Test
    void limits_the_length_of_address_and_headers() throws Exception {
        assertThat(open.get(PEOPLE + "?account=" + "a".repeat(5000)).statusCode())
                .isEqualTo(414);
        assertThat(open.get(PEOPLE, "X-Long", "a".repeat(9000)).statusCode()).isEqualTo(431);
        assertThat(open.get(PEOPLE + "?account=" + "a".repeat(400)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void closes_connections_beyond_its_limit_and_serves_again_after_they_are_gone() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                waiting.add(new Socket("127.0.0.1", open.port()));
            }
            Socket last = waiting.get(waiting.size() - 1);
            last.setSoTimeout(10_000);
            assertThat(last.getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> open.raw("GET /observe/health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .startsWith("HTTP/1.1 200 "));
    }

    /** A website whose name resolves to loopback could otherwise read the page in the browser of somebody who may. */
    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "localhost:8080, 200",
        "LocalHost:1, 200",
        "127.0.0.1, 200",
        "127.0.0.1:8080, 200",
        "[::1], 200",
        "[::1]:8080, 200",
        "evil.example, 403",
        "evil.example:8080, 403",
        "localhost.evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost@evil.example, 400",
        "evil.example?localhost, 400",
        "'', 403",
        "0.0.0.0, 403",
        "127.0.0.2, 403"
    })
    void without_a_secret_serves_loopback_names_only(String host, int status) throws IOException {
        for (String path : SHUT) {
            assertThat(open.raw("GET " + path + "?Host=localhost HTTP/1.1\r\nHost: " + host
                                    + "\r\nConnection: close\r\n\r\n")
                            .substring(9, 12))
                    .as(path)
                    .isEqualTo(status == 403 ? "403" : "400");
            assertThat(open.raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .substring(9, 12))
                    .as(path)
                    .isEqualTo(String.valueOf(status));
        }
    }

    @Test
    void without_a_secret_refuses_requests_without_a_host_or_with_two() throws IOException {
        assertThat(open.raw("GET " + PEOPLE + " HTTP/1.0\r\n\r\n")).contains(" 403 ");
        assertThat(open.raw("GET " + PEOPLE
                        + " HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(open.raw("GET http://localhost" + PEOPLE
                        + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(open.raw(
                        "GET /observe/.." + PEOPLE + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<String> rightSecrets() {
        return Stream.of(
                "Bearer " + TOKEN,
                "bearer " + TOKEN,
                basic("anybody:" + TOKEN),
                basic(":" + TOKEN),
                basic("ana:first password"),
                basic("bo:zweites:Paßwort"));
    }

    @ParameterizedTest
    @MethodSource("rightSecrets")
    void lets_in_who_has_a_secret_under_any_host(String secret) throws Exception {
        for (String path : SHUT) {
            assertThat(shut.get(path, "Authorization", secret).statusCode()).isEqualTo(200);
        }
        assertThat(shut.raw("GET " + PEOPLE + " HTTP/1.1\r\nHost: licences.example\r\nAuthorization: "
                        + new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    static Stream<String> wrongSecrets() {
        return Stream.of(
                "",
                TOKEN,
                "Bearer",
                "Bearer " + TOKEN + "x",
                "Bearer " + TOKEN.substring(1),
                "Bearer " + TOKEN.toUpperCase(Locale.ROOT),
                "Bearer first password",
                "Bearer ana:first password",
                "Digest " + TOKEN,
                "Basic " + TOKEN,
                "Basic %%%",
                basic(""),
                basic(TOKEN),
                basic(TOKEN + ":"),
                basic("ana:"),
                basic("ana:wrong"),
                basic("ana:first password "),
                basic("Ana:first password"),
                basic("bo:first password"),
                basic("nobody:first password"),
                basic("# a comment:"),
                basic(":"));
    }

    @ParameterizedTest
    @MethodSource("wrongSecrets")
    void refuses_everybody_else(String secret) throws Exception {
        for (String path : SHUT) {
            HttpResponse<String> answer = secret.isEmpty() ? shut.get(path) : shut.get(path, "Authorization", secret);

            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .startsWith("Basic realm=");
            assertThat(AsyncApi.tree(answer.body()).path("error").textValue()).contains("Bearer <token>");
        }
        assertThat(shut.get(PEOPLE + "?Authorization=Bearer%20" + TOKEN).statusCode())
                .isEqualTo(401);
    }

    @Test
    void health_and_metrics_need_no_secret_and_name_nobody() throws Exception {
        Set<String> people = people();
        for (String path : OPEN) {
            HttpResponse<String> answer = shut.get(path);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(people).noneMatch(person -> answer.body().contains(person));
        }
    }

    @Test
    void every_answer_has_the_security_headers_and_nothing_of_the_request() throws Exception {
        List<String> echo = List.of(
                "X-Echo",
                "echo",
                "Cookie",
                "echo=1",
                "Location",
                "/echo",
                "Content-Disposition",
                "echo",
                "Content-Encoding",
                "echo",
                "CamelHttpResponseCode",
                "299",
                "Accept",
                "text/echo",
                "Vary",
                "echo");
        String parameters = "?Set-Cookie=echo&X-Echo=echo&Location=/echo&CamelHttpResponseCode=299";
        for (LicencePage page : List.of(open, shut)) {
            for (String path : Stream.of(SHUT, OPEN, List.of("/nothing"))
                    .flatMap(List::stream)
                    .toList()) {
                for (String query : List.of("", parameters)) {
                    HttpResponse<String> answer = page.get(path + query, echo.toArray(String[]::new));

                    assertThat(answer.headers().map().keySet())
                            .as(path)
                            .containsAll(ALWAYS)
                            .allMatch(name -> ALWAYS.contains(name) || SOMETIMES.contains(name));
                    assertThat(answer.headers().map().toString()).doesNotContain("echo");
                    assertThat(answer.statusCode()).isNotEqualTo(299);
                    assertThat(answer.headers().firstValue("Content-Security-Policy"))
                            .hasValue("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
                    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
                }
            }
        }
        assertThat(open.send("POST", PEOPLE, "a").headers().map().keySet()).containsAll(ALWAYS);
    }

    private Set<String> people() throws Exception {
        Set<String> people = new TreeSet<>();
        for (JsonNode host : AsyncApi.tree(open.get(PEOPLE).body())) {
            for (String member : List.of("email", "user_name", "id")) {
                String value = host.path(member).asText("");
                if (value.length() > 4) {
                    people.add(value);
                }
            }
        }
        assertThat(people).hasSizeGreaterThan(100);
        return people;
    }

    @Test
    void the_log_names_nobody_and_no_secret() throws Exception {
        open.get(PEOPLE + "?account=ana.person@example.com");
        shut.get(PEOPLE, "Authorization", "Bearer " + TOKEN);
        shut.get(PEOPLE, "Authorization", basic("ana:wrong-guess"));
        String log = open.process().output() + shut.process().output();

        assertThat(log).contains(" DEBUG ").doesNotContain(TOKEN, "first password", "wrong-guess", "ana.person@");
        assertThat(people()).noneMatch(log::contains);
    }

    /** A cell of CSV: in quotes, or up to the next comma or line feed. */
    private static final Pattern CELL = Pattern.compile("\\G(?:^|,|\n)(\"(?:[^\"]|\"\")*\"|[^,\n\"]*)");

    @Test
    void no_cell_of_the_csv_is_a_formula() throws Exception {
        String csv = open.get(PEOPLE + "?format=csv").body();

        assertThat(csv).contains(",'=1+1,", ",'+1,");
        assertThat(CELL.matcher(csv).results().map(cell -> cell.group(1)))
                .hasSizeGreaterThan(10_000)
                .noneMatch(cell -> cell.matches("(?s)\"?[\\s\\p{Cntrl}]*[=+\\-@＝＋－＠].*"));
    }

    @Test
    void a_changed_password_file_counts_at_once_and_a_broken_one_does_not(@TempDir Path folder) throws Exception {
        Path file = secretFile(folder, "ana:one\n");
        try (LicencePage page =
                LicencePage.start(launcher(folder.resolve("db")).set("LICENCES_PASSWORD_FILE", file.toString()))) {
            assertThat(status(page, "ana:one")).isNotEqualTo(401);

            Files.writeString(file, "ana:another\n");
            assertThat(status(page, "ana:one")).isEqualTo(401);
            assertThat(status(page, "ana:another")).isNotEqualTo(401);

            Files.writeString(file, "no colon here\n");
            assertThat(status(page, "ana:another")).isNotEqualTo(401);
            await().until(() -> page.process().output().contains("The password file has changed, but line 1"));
        }
    }

    private static int status(LicencePage page, String login) throws Exception {
        return page.get(PEOPLE, "Authorization", basic(login)).statusCode();
    }

    @Test
    void does_not_start_for_everybody_without_a_secret() throws Exception {
        for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
            Launcher.Ended ended = new Launcher()
                    .set("KAFKA_BROKERS", kafka.bootstrapServers())
                    .set("LICENCES_HOST", host)
                    .run("licences");

            assertThat(ended.exitStatus()).isEqualTo(2);
            assertThat(ended.stderr()).contains("LICENCES_HOST", "LICENCES_TOKEN", "LICENCES_PASSWORD_FILE");
        }
    }

    @Test
    void starts_for_everybody_with_a_secret(@TempDir Path folder) throws Exception {
        try (LicencePage page = LicencePage.start(
                launcher(folder).set("LICENCES_HOST", "0.0.0.0").set("LICENCES_TOKEN", TOKEN))) {
            assertThat(page.get(PEOPLE).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void does_not_start_with_a_short_token() throws Exception {
        Launcher.Ended ended = new Launcher()
                .set("KAFKA_BROKERS", kafka.bootstrapServers())
                .set("LICENCES_TOKEN", "fifteen-letters")
                .run("licences");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr())
                .contains("LICENCES_TOKEN", "at least 16 characters")
                .doesNotContain("fifteen");
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r--r--, ana:secret-word, chmod 600",
        "rw-rw----, ana:secret-word, chmod 600",
        // A Secret of Kubernetes: docs/kubernetes.md says to use a token.
        "r--r-----, ana:secret-word, chmod 600",
        "rw-------, '', no line <user>:<password>",
        "rw-------, ana, line 1 of its file is not <user>:<password>",
        "rw-------, ana:, line 1 of its file is not <user>:<password>",
        "rw-------, :secret-word, line 1 of its file is not <user>:<password>"
    })
    void does_not_start_with_a_password_file_that_is_not_safe(
            String permissions, String content, String words, @TempDir Path folder) throws Exception {
        Path file = secretFile(folder, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        Launcher.Ended ended =
                launcher(folder).set("LICENCES_PASSWORD_FILE", file.toString()).run("licences");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr()).contains("LICENCES_PASSWORD_FILE", words).doesNotContain("secret-word");
    }

    @Test
    void does_not_start_without_its_password_file(@TempDir Path folder) throws Exception {
        Launcher.Ended ended = launcher(folder)
                .set("LICENCES_PASSWORD_FILE", folder.resolve("missing").toString())
                .run("licences");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr()).contains("LICENCES_PASSWORD_FILE", "cannot be read");
    }

    @Test
    void does_not_start_if_its_port_is_taken(@TempDir Path folder) throws Exception {
        Launcher.Ended ended = launcher(folder)
                .set("LICENCES_PORT", String.valueOf(open.port()))
                .run("licences");

        assertThat(ended.exitStatus()).isEqualTo(2);
        assertThat(ended.stderr()).contains("LICENCES_PORT", "cannot be used");
    }
}
