package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The distribution runs on each Java of this machine. */
@ExtendWith(WithKafka.class)
class JavaVersionsIT {

    /** Where Debian and others install them: beside the one that runs this test. */
    private static final Path FOLDER = Path.of(System.getProperty("java.home"))
            .toAbsolutePath()
            .normalize()
            .getParent();

    /** Java from 17 on. Java 8 has no module java.base in its file. */
    private static List<Path> javas() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(java -> Files.isExecutable(java.resolve("bin/java")) && version(java) >= 17)
                    .filter(java -> !Files.isSymbolicLink(java))
                    .sorted()
                    .toList();
        }
    }

    private static int version(Path java) {
        try (Stream<String> lines = Files.lines(java.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").split("\\.")[0])
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @TestFactory
    Stream<DynamicTest> runs_on_every_java_of_this_machine(KafkaBroker kafka) throws IOException {
        List<Path> javas = javas();
        assumeThat(javas)
                .as("the only Java is not in a folder of several, %s", FOLDER)
                .isNotEmpty();
        return javas.stream()
                .map(java -> DynamicTest.dynamicTest("Java " + version(java), () -> collectsAndServes(java, kafka)));
    }

    private static void collectsAndServes(Path java, KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = rig.launcher().set("JAVA_HOME", java.toString());
            try (Launcher.Started service = launcher.start()) {
                await().atMost(Duration.ofMinutes(1)).until(() -> rig.missing().isEmpty());
                service.process().destroy();
                service.end();

                assertThat(service.output()).doesNotContain("WARN").contains("Apache Camel");
            }
            assertThat(launcher.run("runs").stderr()).isEmpty();
        }
    }
}
