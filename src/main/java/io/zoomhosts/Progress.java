package io.zoomhosts;

import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunException;
import io.zoomhosts.report.RunListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how a collection by hand goes on: a bar on a terminal, a line per page elsewhere. */
interface Progress extends RunListener, AutoCloseable {

    /** Set by bin/zoom-hosts where stderr is a terminal: Java cannot tell. */
    String TERMINAL = "zoom-hosts.terminal";

    static Progress on(PrintStream out) {
        return Boolean.getBoolean(TERMINAL) ? new Bar() : new Lines(out);
    }

    @Override
    default void close() {}

    /** A line per page. */
    record Lines(PrintStream out) implements Progress {

        @Override
        public void onPage(Run run) {
            Long total = run.totals().records();
            long rows = run.distinctRows() + run.rejected();
            StringBuilder line = new StringBuilder()
                    .append(run.window())
                    .append(": page ")
                    .append(run.pages())
                    .append(", ")
                    .append(rows);
            if (total == null || total == 0) {
                line.append(" hosts");
            } else {
                Duration taken = Duration.between(run.startedAt(), Instant.now());
                long left = Math.max(0, taken.toMillis() * (total - rows) / Math.max(1, rows));
                line.append(
                        " of %d hosts (%d %%), %d s left".formatted(total, rows * 100 / total, (left + 999) / 1000));
            }
            out.println(line);
        }

        @Override
        public void onRetry(Run run, RunException why) {
            out.println(run.window() + ": starts again from its first page");
        }
    }

    /** A progress bar per window. */
    final class Bar implements Progress {

        private ProgressBar bar;

        @Override
        public void onPage(Run run) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName(run.window().toString())
                        .setUnit(" hosts", 1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .setInitialMax(-1)
                        .build();
            }
            Long total = run.totals().records();
            if (total != null) {
                bar.maxHint(total);
            }
            bar.stepTo(run.distinctRows() + run.rejected());
        }

        @Override
        public void onEnd(Run run) {
            close();
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
                bar = null;
            }
        }
    }
}
