package io.zoomhosts;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code collect}: collects a range of days once, now. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        description = {
            "Collects a range of days once, now, and exits.",
            "Splits the range into windows of at most one calendar month. Each window is published whole or not at all.",
            "Collects the windows of another report first if their rows are the subjects, such as the meetings of a day.",
            "Prints progress to stderr and one line per window to stdout."
        })
final class CollectCommand implements Callable<Integer> {

    /** The value of {@code --type} that selects all types. */
    private static final String BOTH = "both";

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
            defaultValue = BOTH,
            description = "The rows to collect, for a report that has types. Report hosts: active, inactive or both."
                    + " Default: ${DEFAULT-VALUE}.")
    private String type;

    @Option(
            names = "--report",
            defaultValue = "hosts",
            description = "The report to collect. 'bin/zoom-hosts reports' lists them. Default: ${DEFAULT-VALUE}.")
    private String reportName;

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "The account to collect from. Default: all configured accounts.")
    private String account;

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
        Report report = report(application);
        List<Account> accounts = accounts(application);
        Instant now = Instant.now();
        LocalDate today = accounts.stream()
                .map(each -> each.today(now))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        checkRange(report, today);
        List<Window> windows = report.windowsOf(from, to, today, values(report));
        int due;
        try (Progress progress = Progress.on(System.err)) {
            listeners.add(0, progress);
            due = application.collect(accounts, windows);
        }
        boolean all = account != null || application.accountProblems().isEmpty();
        return all && summary.complete == due ? ZoomHosts.OK : ZoomHosts.FAILED;
    }

    private void checkRange(Report report, LocalDate today) {
        LocalDate earliest = report.earliest(today);
        LocalDate latest = report.latest(today);
        if (to.isAfter(latest)) {
            throw unusable(
                    latest.isBefore(today) && !to.isAfter(today)
                            ? "--to " + to + " is not over yet: report " + report.name()
                                    + " is collected by days that are over. The last one is " + latest
                            : "--to " + to + " is " + (latest.isAfter(today) ? "too far " : "")
                                    + "in the future: the last day that Zoom reports on is "
                                    + (latest.equals(today) ? "today, " : "") + latest);
        }
        if (from.isBefore(earliest)) {
            throw unusable("--from " + from + " is too early: "
                    + (earliest.isBefore(today)
                            ? "Zoom reports on the last " + report.retention().monthsBack() + " months only"
                            : "report " + report.name() + " is about the future only")
                    + ". The earliest day is " + earliest);
        }
    }

    private Report report(Application application) {
        try {
            return application.reports().get(reportName);
        } catch (IllegalArgumentException e) {
            throw unusable("--report: " + e.getMessage());
        }
    }

    private List<Account> accounts(Application application) {
        List<Account> accounts = application.accounts().stream()
                .filter(known -> account == null || account.equals(known.id()))
                .toList();
        if (accounts.isEmpty()) {
            throw unusable(
                    account == null
                            ? "no file in " + Settings.named("zoom.accounts") + " is an account that can be used"
                            : "--account " + account + " is not configured: it must be the account-id of a file in "
                                    + Settings.named("zoom.accounts") + ", or the value of "
                                    + Settings.named("zoom.account-id"));
        }
        return accounts;
    }

    /** The values to collect of each parameter that the report varies, after {@code --type}. */
    private Map<String, List<String>> values(Report report) {
        Map<String, List<String>> values = new LinkedHashMap<>(report.varied());
        if (!type.equals(BOTH)) {
            List<String> known = values.getOrDefault("type", List.of());
            if (known.isEmpty()) {
                throw unusable("report " + report.name() + " has no types: omit --type");
            }
            if (!known.contains(type)) {
                throw unusable("--type must be one of " + known + " or " + BOTH + " for report " + report.name()
                        + ", not '" + type + "'");
            }
            values.put("type", List.of(type));
        }
        return values;
    }

    private ParameterException unusable(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Parses a day from {@code yyyy-mm-dd}. */
    private static final class Day implements ITypeConverter<LocalDate> {

        @Override
        public LocalDate convert(String value) {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + value + "' is not a date in the form yyyy-mm-dd");
            }
        }
    }

    /** Prints one line per window to stdout and counts the complete ones. Thread-safe. */
    private static final class Summary implements RunListener {

        private int complete;

        @Override
        public synchronized void onEnd(Run run) {
            complete += run.outcome().isComplete() ? 1 : 0;
            Counts counts = run.counts();
            System.out.printf(
                    Locale.ROOT,
                    "%s %s %s %s%s rows=%d filtered=%d pages=%d duplicates=%d rejected=%d%s %s seconds=%.1f%s%n",
                    run.outcome().isComplete() ? "complete" : "failed",
                    (run.report().name() + " " + run.window().variant().replace('/', ' ')).strip(),
                    run.window().from(),
                    run.window().to(),
                    run.window().part() == null ? "" : " " + run.window().part(),
                    run.isFailed() ? 0 : counts.rows(),
                    counts.filtered(),
                    counts.pages(),
                    counts.duplicates(),
                    counts.rejected(),
                    run.report().isBySubject()
                            ? " subjects=%d without_report=%d".formatted(counts.subjects(), counts.withoutReport())
                            : "",
                    total(run),
                    Duration.between(run.startedAt(), run.finishedAt()).toMillis() / 1000.0,
                    run.isFailed() ? " error=" + run.errorKind() : "");
        }

        private static String total(Run run) {
            String name = run.report().total();
            Long total = run.counts().totals().get(name);
            return name == null ? "total=none" : name + "=" + (total == null ? "unknown" : total);
        }
    }
}
