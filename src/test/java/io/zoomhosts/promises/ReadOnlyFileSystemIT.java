package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The distribution runs as in the image: read-only file system, unprivileged user, /tmp in memory. */
@ExtendWith(WithKafka.class)
class ReadOnlyFileSystemIT {

    private static final Window WINDOW = Rig.lastMonth("active");

    /** Makes the file system read-only for one process and its children, which only root may do. */
    private static final String[] AS_IN_A_CONTAINER = {
        "unshare",
        "--mount",
        "sh",
        "-ec",
        "mount --bind \"$0\" /mnt;"
                + " mount -o remount,bind,ro /mnt;"
                + " mount -o remount,bind,ro /;"
                + " mount -t tmpfs -o size=64m tmpfs /tmp;"
                + " exec setpriv --reuid 10001 --regid 10001 --clear-groups --bounding-set=-all --inh-caps=-all"
                + " --no-new-privs /mnt/bin/zoom-hosts \"$@\"",
        Launcher.HOME.toString()
    };

    @Test
    void runs_on_a_read_only_file_system_without_capabilities(KafkaBroker kafka) throws Exception {
        assumeThat(mayUnshare()).as("root that may mount file systems").isTrue();
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = rig.launcher()
                    .by(AS_IN_A_CONTAINER)
                    .set("HOME", "/nonexistent")
                    .run(
                            "collect",
                            "--from",
                            WINDOW.from().toString(),
                            "--to",
                            WINDOW.to().toString());

            assertThat(ended.exitStatus()).as(ended.stderr()).isZero();
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 1000);
        }
    }

    private static boolean mayUnshare() throws InterruptedException {
        try {
            return new ProcessBuilder(
                                    "unshare", "--mount", "sh", "-ec", "mount -t tmpfs tmpfs /tmp; command -v setpriv")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
