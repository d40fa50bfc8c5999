package io.zoomhosts.build;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Makes {@code lib/zoom-hosts.jsa} of the distribution during the build: the classes that a collection needs, in a form that
 * Java maps into memory (application class-data sharing). It fits only the Java and the folder that it was made with;
 * {@code bin/zoom-hosts} runs without it if it is missing, and Java ignores it if it does not fit.
 */
public final class ClassArchive {

    private static final Path ARCHIVE = Launcher.HOME.resolve("lib/zoom-hosts.jsa");

    private ClassArchive() {}

    public static void main(String[] arguments) throws Exception {
        Files.deleteIfExists(ARCHIVE);
        // Java crashes on a partial archive, so the file is renamed when it is finished.
        Path made = Launcher.HOME.resolveSibling("zoom-hosts.jsa");
        Files.deleteIfExists(made);
        Window month = Rig.lastMonth("active");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0);
                Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = rig.launcher()
                    .set("JAVA_OPTS", "-Xlog:cds*=off -XX:ArchiveClassesAtExit=" + made)
                    .run(
                            "collect",
                            "--from",
                            month.from().toString(),
                            "--to",
                            month.to().toString());
            if (ended.exitStatus() != 0) {
                throw new IllegalStateException("the distribution could not collect from the sandbox:\n" + ended);
            }
        }
        if (Files.exists(made)) {
            Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
        } else {
            System.err.println("This Java makes no class archive: zoom-hosts starts without one.");
        }
        System.exit(0);
    }
}
