package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.Demo;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Programs;
import io.zoomhosts.support.RoutesCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.tools.consumer.ConsoleConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command of the tutorial runs, in its order, in a copy of the checkout, and shows what the page says: the same words, and a
 * number, month or time where the page has one. A zero is a zero.
 */
class TutorialIT {

    static final Path PAGE = Path.of("docs", "tutorial.md");

    private static final String START = "mvn -q test-compile exec:java\n";
    private static final Pattern FENCE = Pattern.compile("(?ms)^```(sh)?\\n(.*?)^```$");
    private static final Pattern CONSUME = Pattern.compile("mvn -q exec:java@consume -Dconsume.args=\"(.*?)\"");
    private static final Pattern TOKEN =
            Pattern.compile("…|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\d{4}-\\d\\d(?:-\\d\\d)?|\\d+|\\s+|[^…\\d\\s]+");

    /** As a reader looks again until it is there. The longest wait is that for the first collection. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final int kafkaPort = Ports.free();
    private final int pagePort = Ports.free();

    @TempDir
    private Path checkout;

    private Process demo;

    /** @param commands for a shell, or null if the block shows output */
    private record Block(String commands, String output) {}

    @Test
    void every_command_shows_what_the_page_says() throws Exception {
        assumeThat(Programs.isInstalled("curl"))
                .as("curl is not installed; Debian has it as a package of that name")
                .isTrue();
        copyCheckout();
        List<Block> blocks = FENCE.matcher(Files.readString(PAGE))
                .results()
                .map(fence ->
                        fence.group(1) == null ? new Block(null, fence.group(2)) : new Block(fence.group(2), null))
                .toList();
        assertThat(blocks).hasSizeGreaterThan(10);

        for (int i = 0; i < blocks.size(); i++) {
            String commands = blocks.get(i).commands();
            String expected = i + 1 < blocks.size() ? blocks.get(i + 1).output() : null;
            if (commands == null) {
                assertThat(blocks.get(i - 1).commands())
                        .as("what shows this: %s", blocks.get(i).output())
                        .isNotNull();
            } else if (commands.endsWith(START)) {
                demo = shell(START, "demo.txt");
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(demo.isAlive()).as(output("demo.txt")).isTrue();
                    assertShows(output("demo.txt"), expected);
                });
            } else {
                if (commands.contains("jdbc:h2:file:")) {
                    stopDemo();
                }
                if (expected == null) {
                    run(commands);
                } else {
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(500))
                            .untilAsserted(() -> assertShows(run(commands) + output("demo.txt"), expected));
                }
            }
        }
    }

    /** What commands use: the sources of routes and recipes, and the distribution. */
    private void copyCheckout() throws IOException {
        RoutesCopy.copyTo(checkout.resolve("src/main/resources/routes"));
        Path recipes = Files.createDirectories(checkout.resolve("docs")).resolve("recipes");
        Files.createSymbolicLink(recipes, Path.of("docs", "recipes").toAbsolutePath());
        Files.createSymbolicLink(
                Files.createDirectory(checkout.resolve("target")).resolve("zoom-hosts"), Launcher.HOME);
    }

    private String run(String commands) throws IOException, InterruptedException {
        Process shell = shell(commands, "output.txt");
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).as(commands).isTrue();
        String output = output("output.txt");
        assertThat(shell.exitValue()).as("%s%s", commands, output).isZero();
        return output;
    }

    /** Maven's executions run as what they execute; the ports are free ones. */
    private Process shell(String commands, String output) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = CONSUME.matcher(commands.replaceAll("\\\\\\n\\s*", ""))
                .replaceAll(consume -> java + " " + ConsoleConsumer.class.getName() + " " + consume.group(1))
                .replace(START, "exec " + java + " " + Demo.class.getName() + "\n")
                .replace("localhost:9092", "localhost:" + kafkaPort)
                .replace("localhost:8080", "localhost:" + pagePort);
        String variables = new Launcher()
                .set("LICENCES_PORT", String.valueOf(pagePort))
                .set("MANAGEMENT_PORT", "0")
                .set(
                        commands.equals(START) ? "KAFKA_PORT" : "KAFKA_BROKERS",
                        (commands.equals(START) ? "" : "localhost:") + kafkaPort)
                .set("ZOOM_SCHEDULE", "0/5 * * * * ?")
                .exports();
        ProcessBuilder shell = new ProcessBuilder("bash", "-c", "set -e\n" + variables + script)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve(output).toFile());
        shell.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return shell.start();
    }

    private String output(String file) throws IOException {
        return Files.readString(checkout.resolve(file));
    }

    /** Each line of the page is in the output, in this order. */
    private static void assertShows(String output, String expected) {
        List<Pattern> lines = expected.lines().map(TutorialIT::pattern).toList();
        List<Pattern> missing = new ArrayList<>(lines);
        output.lines().forEach(line -> {
            while (!missing.isEmpty() && missing.get(0).pattern().equals(".*")) {
                missing.remove(0);
            }
            if (!missing.isEmpty() && missing.get(0).matcher(line.strip()).matches()) {
                missing.remove(0);
            }
        });
        missing.removeIf(line -> line.pattern().equals(".*"));
        assertThat(missing).as("not in this output: %s", output).isEmpty();
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(
                TOKEN.matcher(line.strip()).results().map(TutorialIT::pattern).reduce("", String::concat));
    }

    private static String pattern(MatchResult token) {
        String text = token.group();
        if (text.equals("…")) {
            return ".*";
        } else if (text.equals("0")) {
            return "0";
        } else if (text.isBlank()) {
            return "\\s+";
        } else if (Character.isDigit(text.charAt(0))) {
            return text.contains("T") ? "[\\d-]+T[\\d:.]+Z" : text.contains("-") ? "[\\d-]+" : "0*[1-9]\\d*";
        }
        return Pattern.quote(text);
    }

    @AfterEach
    void stopDemo() throws InterruptedException {
        if (demo != null) {
            Stream.concat(demo.descendants(), Stream.of(demo.toHandle())).forEach(ProcessHandle::destroy);
            if (!demo.waitFor(30, TimeUnit.SECONDS)) {
                demo.destroyForcibly().waitFor();
            }
        }
    }
}
