package io.zoomhosts.storm;

import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One instance of the built distribution: the service, which can be killed, paused and started with a wrong clock. Thread-safe. */
final class Instance implements AutoCloseable {

    /** How long a service may take to stop. */
    private static final int STOP_SECONDS = 30;

    private final Supplier<Launcher> launcher;
    private final Path log;
    private Launcher.Started started;
    private boolean ended = true;
    private int deaths;

    /**
     * @param launcher with the settings of this instance
     * @param log file that gets the output of all its processes
     */
    Instance(Supplier<Launcher> launcher, Path log) {
        this.launcher = launcher;
        this.log = log;
    }

    /**
     * The library that moves the clock of a process, of the Debian package {@code faketime}. Not the command of that name: it starts
     * a child, which a kill would leave behind.
     */
    static Optional<Path> clockMover() throws IOException {
        Path libraries = Path.of("/usr/lib");
        if (!Files.isDirectory(libraries)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(libraries)) {
            return folders.map(folder -> folder.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::isReadable)
                    .findFirst();
        }
    }

    /** Starts the service unless it runs. */
    synchronized void start() throws IOException {
        start(launcher.get());
    }

    /** Starts the service with a clock that is some hours fast, or slow if negative. */
    synchronized void start(int hours) throws IOException {
        start(launcher.get()
                .set("LD_PRELOAD", clockMover().orElseThrow().toString())
                .set("FAKETIME", "%+dh".formatted(hours)));
    }

    private void start(Launcher settings) throws IOException {
        if (!ended && started.process().isAlive()) {
            return;
        }
        if (!ended) {
            deaths++;
            end();
        }
        started = settings.start();
        ended = false;
    }

    /** Kills the service with SIGKILL. */
    synchronized void kill() throws IOException {
        if (!ended) {
            if (!started.process().isAlive()) {
                deaths++;
            }
            end();
        }
    }

    /** Stops the service with SIGTERM. Returns whether it did in time; it is killed if not. */
    synchronized boolean stop() throws IOException, InterruptedException {
        if (ended) {
            return true;
        }
        started.process().destroy();
        boolean inTime = started.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        end();
        return inTime;
    }

    synchronized void pause() throws IOException, InterruptedException {
        if (!ended) {
            Signals.stop(started.process());
        }
    }

    synchronized void proceed() throws IOException, InterruptedException {
        if (!ended) {
            Signals.proceed(started.process());
        }
    }

    /** How often the service ended without being told to. */
    synchronized int deaths() {
        return deaths + (!ended && !started.process().isAlive() ? 1 : 0);
    }

    /** What the process wrote so far. */
    synchronized String output() {
        return started.output();
    }

    synchronized long pid() {
        return started.process().pid();
    }

    private void end() throws IOException {
        started.process().destroyForcibly().onExit().join();
        ended = true;
        Files.writeString(
                log,
                started.output() + "--- exit status " + started.process().exitValue() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.delete(started.stdout());
        Files.delete(started.stderr());
    }

    /** Kills the service, and keeps its log. */
    @Override
    public void close() throws IOException {
        kill();
    }
}
