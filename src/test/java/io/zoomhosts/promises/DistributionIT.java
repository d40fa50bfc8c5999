package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The distribution that users install: its content, its commands, its exit status. */
@ExtendWith(WithKafka.class)
class DistributionIT {

    private static final Window ACTIVE = Rig.lastMonth("active");

    private static final String[] COLLECT = {
        "collect", "--from", ACTIVE.from().toString(), "--to", ACTIVE.to().toString()
    };

    private static final SandboxOptions LARGE =
            Rig.options().withActiveHosts(100_000).withIdleHosts(1);

    @Test
    void contains_neither_sandbox_nor_broker() throws IOException {
        try (Stream<Path> files = Files.walk(Launcher.HOME)) {
            assertThat(files.map(file -> Launcher.HOME.relativize(file).toString()))
                    .contains(
                            "bin/zoom-hosts",
                            "conf/application.properties",
                            "docs/troubleshooting.md",
                            "recipes/README.md",
                            "recipes/ndjson/each-run.camel.yaml")
                    .noneMatch(name -> name.contains("sandbox") || name.contains("kafka_") || name.contains("junit"));
        }
    }

    /** Guards against files of an earlier build, which Camel would run too. */
    @Test
    void contains_the_routes_in_a_folder_per_owner() throws IOException {
        Path routes = Launcher.HOME.resolve("routes");

        assertThat(files(routes))
                .contains(
                        "reports/hosts.camel.yaml",
                        "yours/each-row.camel.yaml",
                        "yours/each-host.camel.yaml",
                        "yours/each-run.camel.yaml")
                .allMatch(name -> name.matches("(engine|licences|reports|yours)/[^/]+\\.camel\\.yaml"))
                .containsExactlyInAnyOrderElementsOf(files(RoutesCopy.SHIPPED));
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    /** Guards against jars of an earlier build: an older version might be loaded. */
    @Test
    void contains_each_library_once() throws IOException {
        try (Stream<Path> libraries = Files.list(Launcher.HOME.resolve("lib"))) {
            assertThat(libraries.map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", "")))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void collect_prints_one_line_per_window_to_stdout(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = rig.launcher().run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(ended.stdoutLines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .startsWith("complete hosts active " + ACTIVE.from())
                                    .contains("rows=650 filtered=0"),
                            line -> assertThat(line)
                                    .startsWith("complete hosts inactive " + ACTIVE.from())
                                    .contains("rows=350 filtered=0"));
            assertThat(ended.stderr()).contains("page 2, 600 of 650 rows (92 %)");
            assertThat(rig.hosts().committed()).hasSize(1000);
        }
    }

    @Test
    void collect_prints_filtered_rows(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        RoutesCopy.copyTo(folder);
        RoutesCopy.eachHost(folder, RoutesCopy.LICENSED_ONLY);
        try (Rig rig = Rig.start(kafka).set("routes.location", "file:" + folder)) {
            Launcher.Ended ended = rig.launcher().run(COLLECT);

            int rows = rig.hosts().committed().size();
            int filtered = 1000 - rows;
            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(sum("rows", ended.stdout())).isEqualTo(rows);
            assertThat(sum("filtered", ended.stdout())).isEqualTo(filtered).isBetween(1, 999);
        }
    }

    /** Sum over all windows of a number in the lines on stdout. */
    private static int sum(String name, String stdout) {
        return Pattern.compile(name + "=(\\d+)")
                .matcher(stdout)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    /** Guards against memory that grows with each page or host until the window ends. */
    @Test
    void collects_a_large_window_in_a_small_heap(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, LARGE)) {
            Launcher.Ended ended = rig.launcher().set("JAVA_OPTS", "-Xmx112m").run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stdout() + ended.stderr()).isZero();
            assertThat(rig.audit()).matches(Audit::isClean);
        }
    }

    /** Guards against a process that hangs because threads died of OutOfMemoryError. */
    @Test
    void out_of_memory_exits_with_3_and_publishes_nothing(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, LARGE)) {
            Launcher.Ended ended = rig.launcher().set("JAVA_OPTS", "-Xmx24m").run(COLLECT);

            assertThat(ended.exitStatus()).isNotZero();
            assertThat(ended.stdout()).contains("OutOfMemoryError");
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    @Test
    void loads_classes_from_the_archive_of_the_build() throws Exception {
        Launcher.Ended ended =
                new Launcher().set("JAVA_OPTS", "-Xlog:class+load").run("--version");

        assertThat(ended.stdoutLines())
                .filteredOn(line -> line.contains("io.zoomhosts.ZoomHosts "))
                .singleElement()
                .asString()
                .contains("shared objects file");
    }

    @Test
    void exit_status_1_when_a_window_fails(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault((request, nth) -> Optional.of(SandboxAnswer.error(401, 4711, "Invalid access token"))
                    .filter(any -> "inactive".equals(request.query().get("type"))));

            Launcher.Ended ended = rig.launcher().run(COLLECT);

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.FAILED);
            assertThat(ended.stdout()).contains("complete hosts active").contains("failed hosts inactive");
            assertThat(ended.stderr()).contains("report:read:list_users:admin").doesNotContain("\tat ");
        }
    }

    @Test
    void exit_status_2_when_zoom_refuses_the_credentials(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended =
                    rig.launcher().set("ZOOM_CLIENT_SECRET", "not-the-secret").run(COLLECT);

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.UNUSABLE);
            assertThat(ended.stderr())
                    .contains("ZOOM_CLIENT_SECRET")
                    .doesNotContain("not-the-secret", "\tat ")
                    .hasLineCount(1);
        }
    }

    @Test
    void runs_the_routes_of_its_folder(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            RoutesCopy.copyTo(folder);
            RoutesCopy.eachHost(folder, RoutesCopy.LICENSED_ONLY);

            Launcher.Ended ended =
                    rig.launcher().set("ROUTES_LOCATION", "file:" + folder).run(COLLECT);

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(rig.hosts().committed()).isNotEmpty().allSatisfy(host -> assertThat(host.value())
                    .contains("\"type\":2"));
        }
    }

    @Test
    void sigterm_stops_within_30_seconds_and_publishes_nothing(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault((request, nth) -> Optional.of(SandboxAnswer.stalled(Duration.ofMinutes(2)))
                    .filter(any -> request.query().containsKey("next_page_token")));
            Launcher.Started service = rig.launcher().start();
            await().atMost(Duration.ofSeconds(60)).until(() -> requestsForLaterPages(rig) > 0);

            service.process().destroy();

            assertThat(service.process().onExit()).as(service.output()).succeedsWithin(Duration.ofSeconds(30));
            assertThat(rig.hosts().committed()).hasSize(rig.runs().committed().size() * 1000 / 2);
        }
    }

    private static long requestsForLaterPages(Rig rig) {
        return rig.zoom().requests().stream()
                .filter(request -> request.query().containsKey("next_page_token"))
                .count();
    }
}
