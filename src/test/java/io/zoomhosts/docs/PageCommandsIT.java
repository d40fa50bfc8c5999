package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.report.Window;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Programs;
import io.zoomhosts.support.Rig;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of every page runs: those for a shell and for {@code bin/zoom-hosts} here, in a copy of the distribution with a
 * sandbox Zoom and a broker; those of two pages in {@link TutorialIT} and {@link UpgradeIT}; the others where {@link
 * #ELSEWHERE} says.
 */
class PageCommandsIT {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```sh\\n(.*?)^ *```");
    private static final Pattern EXECUTION = Pattern.compile("exec:(?:exec|java)@([\\w-]+)");
    private static final Pattern RUNS_UNTIL_STOPPED = Pattern.compile("(bin/zoom-hosts(?: licences)?)( *#.*)?");
    private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=(\\w+(?:Test|IT))");

    /** Commands that do not run here, and what runs or checks them. */
    private static final Map<Pattern, String> ELSEWHERE = Map.of(
            Pattern.compile("mvn -q test-compile exec:java|mvn -B -ntp verify( -Dgroups=faults)?"), ".ci/run",
            Pattern.compile("mvn -q (clean )?package -DskipTests"), "the build, before this test",
            Pattern.compile("mvn .*exec:(exec|java)@.*|(KAFKA_BROKERS=\\S+ )?mvn -q test -Dtest=\\w+"
                            + "|mvn -B -ntp verify .*-Dit.test=.*"),
                    "names_maven_executions_and_tests_that_exist",
            Pattern.compile("mvn (-q )?spotless:apply|mvn org\\.codehaus\\.mojo:versions-maven-plugin.*"),
                    "whoever changes the code",
            Pattern.compile("docker-compose .*|docker build .*|echo .*>>\\.env"), ".ci/compose, which needs Docker",
            Pattern.compile("cp docs/recipes/\\S+ src/main/resources/routes/yours/"), ".ci/compose, which needs Docker",
            Pattern.compile("kubectl .*"), ".ci/deploy renders the manifests; the rest needs a cluster",
            Pattern.compile("kafka-acls\\.sh .*"), "KafkaSecurityIT grants the same permissions",
            Pattern.compile("(grype|trivy|osv-scanner|cosign|gpg|sha256sum) .*"),
                    "scanners with a database of their own, and programs that need a key and a signed archive",
            Pattern.compile("\\.ci/.*"), "itself");

    private static final Set<Path> OTHER_TESTS = Set.of(TutorialIT.PAGE, UpgradeIT.PAGE);

    private static ForkedKafka kafka;

    @TempDir
    private Path folder;

    private record Command(Path page, String line) {

        boolean runsHere() {
            return ELSEWHERE.keySet().stream()
                    .noneMatch(pattern -> pattern.matcher(line).matches());
        }
    }

    /** With hosts in it, as a reader has from README's first command. */
    @BeforeAll
    static void startKafka() throws Exception {
        kafka = ForkedKafka.running(Map.of());
        Window month = Rig.lastMonth("active");
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended demo = rig.launcher()
                    .unset("ZOOM_HOSTS_TOPIC")
                    .run(
                            "collect",
                            "--from",
                            month.from().toString(),
                            "--to",
                            month.to().toString());
            assertThat(demo.exitStatus()).as(demo.stderr()).isZero();
        }
    }

    @AfterAll
    static void stopKafka() throws Exception {
        kafka.close();
    }

    static Stream<Arguments> pages() throws IOException {
        List<Arguments> pages = new ArrayList<>();
        for (Path page : Pages.all()) {
            List<String> here = commands(page).stream()
                    .filter(Command::runsHere)
                    .map(Command::line)
                    .toList();
            if (!here.isEmpty() && !OTHER_TESTS.contains(page)) {
                pages.add(arguments(page, here));
            }
        }
        return pages.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void run_as_they_are_written(Path page, List<String> commands) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            copyDistribution(page);
            Path script = Files.writeString(folder.resolve("commands.sh"), script(rig, commands));
            File output = folder.resolve("output.txt").toFile();
            Process shell = new ProcessBuilder("bash", script.toString())
                    .directory(folder.resolve("zoom-hosts").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            boolean ended = shell.waitFor(3, TimeUnit.MINUTES);
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();

            String said = Files.readString(output.toPath());
            assertThat(ended).as("%s: %s", page, said).isTrue();
            assertThat(shell.waitFor()).as("%s: %s", page, said).isZero();
        }
    }

    @Test
    void names_maven_executions_and_tests_that_exist() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (Path page : Pages.all()) {
            for (Command command : commands(page)) {
                for (MatchResult execution :
                        EXECUTION.matcher(command.line()).results().toList()) {
                    assertThat(pom).as(command.toString()).contains("<id>" + execution.group(1) + "</id>");
                }
                for (MatchResult test : TEST.matcher(command.line()).results().toList()) {
                    assertThat(SettingsPage.file(test.group(1))).exists();
                }
            }
        }
    }

    private static List<Command> commands(Path page) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .flatMap(block -> block.group(2).replaceAll("\\\\\\n\\s*", "").lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> new Command(page, line))
                .toList();
    }

    /** The distribution, and beside it what commands copy from the sources. */
    private void copyDistribution(Path page) throws IOException, InterruptedException {
        Path distribution = Launcher.copyTo(folder.resolve("zoom-hosts"));
        for (String source : List.of("docs/comparison", "deploy/kubernetes", "src/main/resources/routes")) {
            Path copy = distribution.resolve(source);
            Files.createDirectories(copy.getParent());
            assertThat(new ProcessBuilder("cp", "-r", source, copy.toString())
                            .start()
                            .waitFor())
                    .isZero();
        }
        if (page.endsWith("reports.md")) {
            Files.writeString(
                    distribution.resolve("routes/yours/sales-hosts.camel.yaml"),
                    Pages.examples("reports.md").get(1).toString());
        }
    }

    /** The commands, with the addresses and credentials of the stand-ins, and with months that Zoom still has. */
    private String script(Rig rig, List<String> commands) {
        Window month = Rig.lastMonth("active");
        String own = rig.launcher().unset("ZOOM_HOSTS_TOPIC").exports();
        StringBuilder script = new StringBuilder("set -eo pipefail\n")
                .append("export LICENCES_PORT=0\n")
                .append(own);
        for (String command : commands) {
            String line = command.replace(
                            "2026-09-01",
                            YearMonth.from(month.from()).minusMonths(1).atDay(1).toString())
                    .replace("2026-10-01", month.from().toString())
                    .replace("2026-10-31", month.to().toString())
                    .replace("localhost:9092", kafka.bootstrapServers())
                    .replace("/var/lib/zoom-hosts", folder.toString());
            script.append("echo '+ ").append(line.replace("'", "'\\''")).append("'\n");
            Matcher runsUntilStopped = RUNS_UNTIL_STOPPED.matcher(line);
            if (runsUntilStopped.matches()) {
                script.append("timeout --signal TERM --preserve-status 15 ")
                        .append(runsUntilStopped.group(1))
                        .append(" || test $? = 143\n");
            } else if (line.matches("bin/zoom-hosts licences --once.*")) {
                script.append(line).append(" || test $? = 1 # months are unknown: one list of one month is there\n");
            } else if (line.matches(".*\\b(kcat|jq)\\b.*")
                    && !(Programs.isInstalled("kcat") && Programs.isInstalled("jq"))) {
                script.append("echo 'left out: it needs kcat and jq'\n");
            } else {
                script.append(line).append('\n');
            }
            if (line.startsWith("export")) {
                script.append(own);
            }
        }
        return script.toString();
    }
}
