package io.zoomhosts.build;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Makes {@code lib/zoom-hosts.jsa} of the distribution during the build: the classes that the service needs to collect all windows from
 * the sandbox, in a form that Java maps into memory (application class-data sharing). With Java 25 or newer it makes
 * {@code lib/zoom-hosts.aot} instead, in which the classes are linked too (JEP 483, 514). Both fit only the Java and the folder that
 * they were made with; {@code bin/zoom-hosts} runs without them if they are missing, and Java ignores them if they do not fit.
 */
public final class ClassArchive {

    private static final boolean AOT = Runtime.version().feature() >= 25;
    private static final String NAME = AOT ? "zoom-hosts.aot" : "zoom-hosts.jsa";
    private static final Path ARCHIVE = Launcher.HOME.resolve("lib").resolve(NAME);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ClassArchive() {}

    public static void main(String[] arguments) throws Exception {
        Files.deleteIfExists(ARCHIVE);
        // Java crashes on a partial archive, so the file is renamed when it is finished.
        Path made = Path.of("target", NAME); // relative, because JAVA_OPTS cannot have spaces
        Files.deleteIfExists(made);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0);
                Rig rig = Rig.start(kafka);
                Launcher.Started service = rig.launcher()
                        // Only with G1 can Java write objects into the cache. Other collectors can read them.
                        .set("JDK_AOT_VM_OPTIONS", "-XX:-UseSerialGC -XX:+UseG1GC -Xlog:aot*=off")
                        .set("JAVA_HOME", System.getProperty("java.home"))
                        // Without profiles of methods (JEP 515): bin/zoom-hosts does not use them.
                        .set(
                                "JAVA_OPTS",
                                AOT
                                        ? "-Xlog:aot*=off -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTCacheOutput="
                                                + made
                                        : "-Xlog:cds*=off -XX:ArchiveClassesAtExit=" + made)
                        .set("MANAGEMENT_PORT", "0")
                        .start()) {
            await("all windows of the sandbox")
                    .atMost(PATIENCE)
                    .failFast(() -> {
                        if (!service.process().isAlive()) {
                            throw new IllegalStateException("the service ended:\n" + service.output());
                        }
                    })
                    .until(() -> rig.missing().isEmpty());
            service.process().destroy();
            service.end();
        }
        if (Files.exists(made)) {
            Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
        } else {
            System.err.println("This Java makes no " + NAME + ": zoom-hosts starts without one.");
        }
        System.exit(0);
    }
}
