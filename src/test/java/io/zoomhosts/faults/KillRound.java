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
 * A round of the kill test, on a topic of its own: the distribution is started, killed with SIGKILL at a random instant,
 * and started again, until its work is done.
 */
final class KillRound {

    /** Starts without an end of the work, after which something must be wrong. */
    private static final int MOST_LIVES = 100;

    /** A kill among the pages comes at most so long after the first request for one. */
    private static final int PAGING_MILLIS = 3000;

    /** A kill round a commit comes at most so long after the last page was answered. */
    private static final int COMMIT_MILLIS = 120;

    /** Most of the test's time goes into starts. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    private final Rig rig;
    private final Random random;
    private final KillTally tally;
    private final PageWatcher asked;

    /** From the start of a process to its first request for a page, as the last one took it. */
    private long startMillis = 3000;

    /** @param rig with a sandbox that serves pages of this size, each held back for {@code delay} */
    KillRound(Rig rig, Random random, KillTally tally, int pageSize, Duration delay) {
        this.rig = rig.set("zoom.page-size", String.valueOf(pageSize));
        this.random = random;
        this.tally = tally;
        this.asked = new PageWatcher(rig.zoom().account(), pageSize, delay);
        rig.zoom().fault(asked);
    }

    /** The service, until every window of its schedule is complete. */
    void service() throws IOException, InterruptedException {
        Set<String> missing = rig.missing();
        for (int life = 1; !missing.isEmpty(); life++) {
            live(life, missing.size());
            missing = rig.missing();
        }
    }

    /** The same command for last month, until it exits with 0. */
    void collect() throws IOException, InterruptedException {
        Window month = Rig.lastMonth("active");
        String[] command = {
            "collect", "--from", month.from().toString(), "--to", month.to().toString()
        };
        for (int life = 1; live(life, 2, command); life++) {}
    }

    /**
     * One life of the process.
     *
     * @param windows how many it has to collect
     * @return whether it was killed: not if it had done its work
     */
    private boolean live(int life, int windows, String... command) throws IOException, InterruptedException {
        asked.forget();
        Launcher.Started started = rig.launcher().set("JAVA_OPTS", QUICK_START).start(command);
        Process process = started.process();
        try {
            awaitInstant(process, windows);
            if (life > MOST_LIVES || !process.isAlive() && process.exitValue() != 0) {
                throw new IllegalStateException("start " + life + " did not get on:\n" + started.output());
            }
            if (!process.isAlive()) {
                return false;
            }
            if (command.length == 0
                    && asked.windows() >= windows
                    && rig.missing().isEmpty()) {
                stop(started);
                return false;
            }
            tally.killed(asked.phase());
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
            throw new IllegalStateException("not stopped by SIGTERM:\n" + started.output());
        }
    }

    /** Of 20 kills, 3 come while the process starts, 6 about when a window is committed, 11 at any instant. */
    private void awaitInstant(Process process, int windows) throws InterruptedException {
        int dice = random.nextInt(20);
        if (dice < 3) {
            process.waitFor((long) (startMillis * (0.4 + 0.6 * random.nextDouble())), TimeUnit.MILLISECONDS);
        } else if (dice < 9) {
            asked.awaitWindows(process, 1 + random.nextInt(Math.min(3, windows)));
            process.waitFor(asked.delay().toMillis() + random.nextInt(COMMIT_MILLIS), TimeUnit.MILLISECONDS);
        } else {
            long start = System.nanoTime();
            asked.awaitPage(process);
            startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            process.waitFor(random.nextInt(PAGING_MILLIS), TimeUnit.MILLISECONDS);
        }
    }
}
