package io.zoomhosts.faults;

import io.zoomhosts.report.Window;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * One round of the kill test on new topics: starts the distribution, kills it with SIGKILL at a random instant, and restarts
 * it until its work is done.
 */
final class KillRound {

    /** Starts per round after which the test fails, because the work does not end. */
    private static final int MAX_STARTS = 100;

    /** Latest time of a kill while paging, after the first request for a page. */
    private static final int PAGING_MILLIS = 3000;

    /** Latest time of a kill around a commit, after the answer with the last page. */
    private static final int COMMIT_MILLIS = 120;

    /** JVM options for a fast start, which takes most of the test's time. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Rig rig;
    private final Random random;
    private final KillTally tally;
    private final PageWatcher watcher;

    /** Time from the last start of the process to its first request for a page. */
    private long startMillis = 3000;

    /** @param rig rig whose sandbox serves pages of this size, each after {@code delay} */
    KillRound(Rig rig, Random random, KillTally tally, int pageSize, Duration delay) {
        this.rig = rig.set("zoom.page-size", String.valueOf(pageSize));
        this.random = random;
        this.tally = tally;
        this.watcher = new PageWatcher(rig.zoom().account(), pageSize, delay);
        rig.zoom().fault(watcher);
    }

    /** Runs the service until every window of its schedule is complete. */
    void service() throws IOException, InterruptedException {
        Set<String> missing = rig.missing();
        for (int nth = 1; !missing.isEmpty(); nth++) {
            start(nth, missing.size());
            missing = rig.missing();
        }
    }

    /** Runs {@code collect} for last month until it exits with 0. */
    void collect() throws IOException, InterruptedException {
        Window month = Rig.lastMonth("active");
        String[] command = {
            "collect", "--from", month.from().toString(), "--to", month.to().toString()
        };
        for (int nth = 1; start(nth, 2, command); nth++) {}
    }

    /**
     * Starts the process, and kills it or lets it end.
     *
     * @param windows windows that are still to be collected
     * @return whether it was killed; false if its work was done
     */
    private boolean start(int nth, int windows, String... command) throws IOException, InterruptedException {
        watcher.reset();
        Launcher.Started started = rig.launcher().set("JAVA_OPTS", QUICK_START).start(command);
        Process process = started.process();
        try {
            awaitInstant(process, windows);
            if (nth > MAX_STARTS || !process.isAlive() && process.exitValue() != 0) {
                throw new IllegalStateException(
                        "start " + nth + " of the process did not finish its work. Its output:\n" + started.output());
            }
            if (!process.isAlive()) {
                return false;
            }
            if (command.length == 0
                    && watcher.windows() >= windows
                    && rig.missing().isEmpty()) {
                stop(started);
                return false;
            }
            tally.addKill(watcher.phase());
            return true;
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(started.stdout());
            Files.delete(started.stderr());
        }
    }

    private static void stop(Launcher.Started started) throws InterruptedException {
        started.process().destroy();
        if (!started.process().waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "the service did not stop within 30 s of SIGTERM. Its output:\n" + started.output());
        }
    }

    /** Of 20 kills, 3 come while the process starts, 6 about when a window is committed, 11 at any instant. */
    private void awaitInstant(Process process, int windows) throws InterruptedException {
        int choice = random.nextInt(20);
        if (choice < 3) {
            process.waitFor((long) (startMillis * (0.4 + 0.6 * random.nextDouble())), TimeUnit.MILLISECONDS);
        } else if (choice < 9) {
            watcher.awaitWindows(process, 1 + random.nextInt(Math.min(3, windows)));
            process.waitFor(watcher.delay().toMillis() + random.nextInt(COMMIT_MILLIS), TimeUnit.MILLISECONDS);
        } else {
            long start = System.nanoTime();
            watcher.awaitPage(process);
            startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            process.waitFor(random.nextInt(PAGING_MILLIS), TimeUnit.MILLISECONDS);
        }
    }
}
