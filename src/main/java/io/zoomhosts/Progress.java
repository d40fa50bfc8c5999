package io.zoomhosts;

import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.event.Level;

/** Shows the progress of {@code collect}: a bar on a terminal, otherwise, and with a JSON log, one line per page. */
interface Progress extends RunListener, AutoCloseable {

    /** Set to {@code true} by bin/zoom-hosts if stderr is a terminal. Java cannot detect this. */
    String TERMINAL = "zoom-hosts.terminal";

    static Progress on(PrintStream out) {
        return Boolean.getBoolean(TERMINAL) && !Logging.isJson() ? new Bar() : new Lines(out);
    }

    @Override
    default void close() {}

    /** The number of rows of the window; null if it is unknown. */
    private static Long total(Run run) {
        return run.counts().totals().get(run.report().total());
    }

    /** Prints one line per page. */
    record Lines(PrintStream out) implements Progress {

        @Override
        public void onPage(Run run) {
            Long total = total(run);
            long rows = run.arrived();
            StringBuilder line = new StringBuilder()
                    .append(run.window())
                    .append(": page ")
                    .append(run.counts().pages())
                    .append(", ")
                    .append(rows);
            if (run.report().isBySubject()) {
                line.append(" rows, subject ")
                        .append(run.endedSubjects())
                        .append(" of ")
                        .append(run.counts().subjects());
            } else if (total == null || total == 0) {
                line.append(" rows");
            } else {
                Duration taken = Duration.between(run.startedAt(), Instant.now());
                long left = Math.max(0, taken.toMillis() * (total - rows) / Math.max(1, rows));
                line.append(" of %d rows (%d %%), %d s left".formatted(total, rows * 100 / total, (left + 999) / 1000));
            }
            tell(line.toString());
        }

        @Override
        public void onRetry(Run run, RunException why) {
            tell(run.window() + ": attempt failed, restarting from the first page");
        }

        private void tell(String line) {
            Logging.toUser(Level.INFO, line, out::println);
        }
    }

    /** Shows one progress bar for all windows. Thread-safe. */
    final class Bar implements Progress {

        private final Map<Window, Long> totals = new HashMap<>();
        private final Map<Window, Long> rows = new HashMap<>();
        private ProgressBar bar;

        @Override
        public synchronized void onPage(Run run) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("zoom-hosts")
                        .setUnit(" rows", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .setInitialMax(-1)
                        .build();
            }
            if (total(run) != null) {
                totals.put(run.window(), total(run));
                bar.maxHint(sum(totals));
            }
            rows.put(run.window(), run.arrived());
            bar.stepTo(sum(rows));
        }

        private static long sum(Map<Window, Long> counts) {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        @Override
        public synchronized void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
