package io.zoomhosts;

import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunListener;
import io.zoomhosts.report.Window;
import io.zoomhosts.report.Windows;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Collects a range of days once, now. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = {
            "Collects a range of days once, now, and exits.",
            "A range is cut at month ends into windows. Each window arrives whole or not at all.",
            "Progress goes to stderr; a line per window goes to stdout."
        })
final class CollectCommand implements Callable<Integer> {

    enum Type {
        active,
        inactive,
        both;

        List<String> types() {
            return this == both ? List.of("active", "inactive") : List.of(name());
        }
    }

    @Option(
            names = "--from",
            required = true,
            paramLabel = "yyyy-mm-dd",
            converter = Day.class,
            description = "First day, inclusive.")
    private LocalDate from;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "yyyy-mm-dd",
            converter = Day.class,
            description = "Last day, inclusive.")
    private LocalDate to;

    @Option(
            names = "--type",
            defaultValue = "both",
            description = "Which hosts: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Type type;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (from.isAfter(to)) {
            throw unusable("--from " + from + " is after --to " + to);
        }
        Summary summary = new Summary();
        List<RunListener> listeners = new ArrayList<>(List.of(summary));
        Application application = Application.load(Application.Purpose.COLLECT, Map.of(), listeners);
        LocalDate today = LocalDate.now(application.settings().timeZone());
        if (to.isAfter(today)) {
            throw unusable("--to " + to + " is in the future: the last day that can be collected is today, " + today);
        }
        if (from.isBefore(Windows.earliest(today))) {
            throw unusable("--from " + from + " is too long ago: Zoom reports on the last six months, from "
                    + Windows.earliest(today) + " on");
        }
        List<Window> windows = Windows.split(from, to, type.types());
        try (Progress progress = Progress.on(System.err)) {
            listeners.add(0, progress);
            application.collect(windows);
        }
        return summary.complete == windows.size() ? ZoomHosts.OK : ZoomHosts.FAILED;
    }

    private ParameterException unusable(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** A day as it is given: {@code yyyy-mm-dd}. */
    private static final class Day implements ITypeConverter<LocalDate> {

        @Override
        public LocalDate convert(String value) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + value + "' is not a day as yyyy-mm-dd");
            }
        }
    }

    /** A line on stdout for each window. */
    private static final class Summary implements RunListener {

        private int complete;

        @Override
        public synchronized void onEnd(Run run) {
            complete += run.isFailed() ? 0 : 1;
            System.out.printf(
                    "%s %s %s %s hosts=%d pages=%d duplicates=%d rejected=%d total_records=%s seconds=%.1f%s%n",
                    run.isFailed() ? "failed" : "complete",
                    run.window().type(),
                    run.window().from(),
                    run.window().to(),
                    run.hosts(),
                    run.pages(),
                    run.duplicates(),
                    run.rejected(),
                    run.totals().records() == null ? "unknown" : run.totals().records(),
                    Duration.between(run.startedAt(), run.finishedAt()).toMillis() / 1000.0,
                    run.isFailed() ? " error=" + run.error().failure().text() : "");
        }
    }
}
