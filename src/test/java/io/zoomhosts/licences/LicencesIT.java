package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code bin/zoom-hosts licences} through kills, on both databases, and with what can go wrong around it. */
@ExtendWith(WithKafka.class)
@TestInstance(Lifecycle.PER_CLASS)
class LicencesIT {

    /** For more: {@code -Dlicences.kills=50}. */
    private static final int KILLS = Integer.getInteger("licences.kills", 3);

    /** The address of a host's evidence, as the page writes it. */
    private static final Pattern HOST_ON_PAGE = Pattern.compile("href=\"/host\\?account=([^&\"]*)&amp;id=([^\"]*)\"");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final LicenceScript script = new LicenceScript(7, 3_000, LocalDate.of(2026, 11, 26));
    private String topic;
    private KafkaBroker kafka;

    /** What {@code --once} prints: the answer that all others must equal. */
    private String answer;

    @BeforeAll
    void write(KafkaBroker broker) throws Exception {
        kafka = broker;
        topic = "licences-" + UUID.randomUUID();
        script.write(kafka.bootstrapServers(), topic);
        answer = once(topic);
        assertThat(answer.lines().count()).isGreaterThan(1000);
    }

    private String once(String of) throws Exception {
        Launcher.Ended ended = launcher(of).run("licences", "--once", "--format", "csv");
        assertThat(ended.exitStatus()).as(ended.stderr()).isLessThan(2);
        return ended.stdout();
    }

    /** In a folder that no process needs: each test names its own. */
    private Launcher launcher(String of) {
        return new Launcher()
                .set("KAFKA_BROKERS", kafka.bootstrapServers())
                .set("ZOOM_HOSTS_TOPIC", of)
                .set("LICENCES_MONTHS", "3")
                .set("LICENCES_PORT", "0");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void killed_again_and_again_it_gives_the_same_answer_byte_for_byte(@TempDir Path own) throws Exception {
        Random random = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            try (Launcher.Started process =
                    launcher(topic).set("LICENCES_FOLDER", own.toString()).start("licences")) {
                process.process().waitFor(1000 + random.nextInt(2500), TimeUnit.MILLISECONDS);
                process.process().destroyForcibly().waitFor();
            }
        }
        try (Launcher.Started process =
                launcher(topic).set("LICENCES_FOLDER", own.toString()).start("licences")) {
            awaitAnswer(process);
            stop(process);
        }

        assertThat(inFolder(own)).isEqualTo(answer);
    }

    private static void awaitAnswer(Launcher.Started process) {
        // Its last answer came after everything was read.
        await().atMost(PATIENCE).until(() -> process.output().contains("Everything was read"));
    }

    private static void stop(Launcher.Started process) throws InterruptedException {
        process.process().destroy();
        assertThat(process.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static String inFolder(Path folder) throws SQLException {
        try (LicenceDatabase database = LicenceDatabase.inFolder(folder, "test")) {
            database.prepare(3);
            return csv(database);
        }
    }

    private static String csv(LicenceDatabase database) throws SQLException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        LicencePrinter.csv(new Licences(database, Clock.systemUTC()), 3, null, null, csv);
        return csv.toString(StandardCharsets.UTF_8);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void two_processes_on_one_postgresql_give_the_same_answer_on_the_page_in_the_API_and_in_SQL() throws Exception {
        try (EmbeddedPostgres postgres = Postgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (Launcher.Started one = onPostgres(url).start("licences");
                    LicencePage other = LicencePage.start(onPostgres(url)).ready()) {
                awaitAnswer(one);

                assertThat(inPostgres(url)).isEqualTo(answer);
                Set<String> idle = idleInSql(url);
                assertThat(idle).isNotEmpty();
                assertThat(idleOnPage(other)).as("page").isEqualTo(idle);
                assertThat(idle(other.get("/api/v1/idle-licences").body()))
                        .as("API")
                        .isEqualTo(idle);
                assertThat(idle(launcher(topic)
                                .run("licences", "--once", "--format", "json")
                                .stdout()))
                        .as("command")
                        .isEqualTo(idle);
            }
        }
    }

    /** Account and id of each host whose verdict is idle: by the view that is documented, as somebody asks by hand. */
    private static Set<String> idleInSql(String url) throws SQLException {
        Set<String> idle = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet hosts = connection
                        .createStatement()
                        .executeQuery("select account_id, id from idle_licences where verdict = 'idle'")) {
            while (hosts.next()) {
                idle.add(hosts.getString(1) + " " + hosts.getString(2));
            }
        }
        return idle;
    }

    private static Set<String> idleOnPage(LicencePage page) throws Exception {
        Set<String> idle = new TreeSet<>();
        for (int number = 1; ; number++) {
            String html = page.get("/?page=" + number).body();
            for (MatchResult host : HOST_ON_PAGE.matcher(html).results().toList()) {
                idle.add(URLDecoder.decode(host.group(1), StandardCharsets.UTF_8) + " "
                        + URLDecoder.decode(host.group(2), StandardCharsets.UTF_8));
            }
            if (!html.contains("rel=\"next\"")) {
                return idle;
            }
        }
    }

    private static Set<String> idle(String json) throws IOException {
        Set<String> idle = new TreeSet<>();
        for (JsonNode host : AsyncApi.tree(json)) {
            if (host.path("verdict").textValue().equals("idle")) {
                idle.add(host.path("account_id").textValue() + " "
                        + host.path("id").textValue());
            }
        }
        return idle;
    }

    private Launcher onPostgres(String url) {
        return launcher(topic)
                .set("LICENCES_DATABASE_URL", url)
                .set("LICENCES_DATABASE_USER", "postgres")
                .set("LICENCES_DATABASE_PASSWORD", "");
    }

    private String inPostgres(String url) throws SQLException {
        try (LicenceDatabase database = LicenceDatabase.of(
                new LicenceSettings(topic, 3, url, "postgres", "", Path.of(""), "127.0.0.1", 0, "", "", ""))) {
            database.prepare(3);
            return csv(database);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void waits_for_a_database_that_is_out_of_reach_and_loses_nothing() throws Exception {
        try (EmbeddedPostgres postgres = Postgres.start();
                FaultyTcpProxy proxy = FaultyTcpProxy.to(URI.create("http://127.0.0.1:" + postgres.getPort()))) {
            String direct = postgres.getJdbcUrl("postgres", "postgres");
            int port = URI.create(proxy.through(URI.create("http://127.0.0.1"))).getPort();
            String url = direct.replace(":" + postgres.getPort() + "/", ":" + port + "/");
            proxy.down();
            try (Launcher.Started process = onPostgres(url).start("licences")) {
                await().atMost(PATIENCE).until(() -> process.output().contains("the database cannot be used"));
                proxy.up();
                await().atMost(PATIENCE).until(() -> runs(direct) > 0);
                proxy.down();
                await().atMost(PATIENCE).until(() -> process.output().split("the database cannot be used").length > 2);
                proxy.up();
                awaitAnswer(process);

                assertThat(inPostgres(direct)).isEqualTo(answer);
            }
        }
    }

    private static long runs(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet count = connection.createStatement().executeQuery("select count(*) from runs")) {
            count.next();
            return count.getLong(1);
        } catch (SQLException notYet) {
            return 0;
        }
    }

    /** A limit for the size of files: to a process, it is a disk that is full. */
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void waits_while_the_disk_is_full_and_loses_nothing(@TempDir Path own) throws Exception {
        String later = "licences-later-" + UUID.randomUUID();
        try (LicencePage page = LicencePage.start(launcher(later).set("LICENCES_FOLDER", own.toString()))) {
            await().atMost(PATIENCE)
                    .until(() -> page.process().output().contains("topic " + later + " does not exist"));
            limitFiles(page, String.valueOf(size(own) + 100_000));
            script.write(kafka.bootstrapServers(), later);
            await().atMost(PATIENCE).until(() -> page.process().output().contains("the database cannot be used"));
            assertThat(page.get("/observe/health/ready").statusCode()).isEqualTo(503);
            assertThat(page.get("/observe/health/ready").body()).contains("the space on its disk");

            limitFiles(page, "unlimited");
            page.ready();

            assertThat(page.get("/api/v1/idle-licences?format=csv").body()).isEqualTo(answer);
        }
    }

    private static void limitFiles(LicencePage page, String bytes) throws Exception {
        assertThat(new ProcessBuilder(
                                "prlimit", "--pid=" + page.process().process().pid(), "--fsize=" + bytes + ":unlimited")
                        .start()
                        .waitFor())
                .isZero();
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).max().orElseThrow();
        }
    }

    @Test
    void a_second_process_on_the_folder_is_refused_and_told_who_has_it(@TempDir Path taken) throws Exception {
        Launcher launcher = launcher(topic).set("LICENCES_FOLDER", taken.toString());
        try (Launcher.Started process = launcher.start("licences")) {
            await().atMost(PATIENCE).until(() -> process.output().contains("Reading " + topic));

            Launcher.Ended second = launcher.run("licences");

            assertThat(second.exitStatus()).isEqualTo(2);
            assertThat(second.stderr()).contains("process " + process.process().pid());
        }
    }

    @Test
    void topics_that_are_made_anew_are_read_from_their_beginning(@TempDir Path own) throws Exception {
        String anew = "licences-anew-" + UUID.randomUUID();
        new LicenceScript(1, 2_000, LocalDate.of(2026, 11, 26)).write(kafka.bootstrapServers(), anew);
        try (LicencePage page = LicencePage.start(launcher(anew).set("LICENCES_FOLDER", own.toString()))
                .ready()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.deleteTopics(List.of(anew, anew + ".runs")).all().get();
                await().until(() -> !admin.listTopics().names().get().contains(anew));
            }
            script.write(kafka.bootstrapServers(), anew);
            String expected = once(anew);

            await().atMost(PATIENCE)
                    .until(() -> expected.equals(
                            page.get("/api/v1/idle-licences?format=csv").body()));
            assertThat(page.process().output()).contains("were deleted and made anew");
        }
    }

    @Test
    void rebuild_empties_the_database_first(@TempDir Path own) throws Exception {
        try (LicenceDatabase database = LicenceDatabase.inFolder(own, "test")) {
            database.prepare(3);
            database.change(db ->
                    db.update("insert into accounts values ('gone', 24000, 1, null, 1, 0, '', current_timestamp)"));
        }
        try (Launcher.Started process =
                launcher(topic).set("LICENCES_FOLDER", own.toString()).start("licences", "--rebuild")) {
            awaitAnswer(process);
            stop(process);
        }

        assertThat(inFolder(own)).isEqualTo(answer);
    }
}
