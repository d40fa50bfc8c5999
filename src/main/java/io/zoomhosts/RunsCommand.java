package io.zoomhosts;

import io.zoomhosts.account.Names;
import io.zoomhosts.instances.Instances;
import io.zoomhosts.instances.Instances.Instance;
import io.zoomhosts.kafka.RecordedRun;
import io.zoomhosts.kafka.RunsReader;
import io.zoomhosts.report.Report;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code runs}: prints the recorded runs. Needs only Kafka and changes nothing. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the newest run of each window, from the topics of runs (<topic>.runs). If there are more than 24 windows,"
                    + " prints for each report the newest and those that are not complete, and counts the others.",
            "Needs access to Kafka, but no Zoom credentials. If zoom.account-id is set, prints only the runs of that account.",
            "Exit status 1: a topic could not be read, or an open transaction hides its end."
        })
public final class RunsCommand implements Callable<Integer> {

    /**
     * How long to wait for an open transaction to end. It belongs to a window in progress, or to a process that died and left
     * it open.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The largest number of accounts to name for an instance. */
    private static final int MOST_NAMES = 20;

    @Option(names = "--all", description = "Print every run of every window, oldest first.")
    private boolean all;

    @Option(names = "--json", description = "For programs: print the raw events, one per line, of every window.")
    private boolean json;

    @Option(
            names = "--report",
            description = "Print each window of this report. Default: the reports that the schedule collects.")
    private String reportName;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return print(Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err::println);
    }

    /**
     * Reads the runs and prints them.
     *
     * @param overrides properties that override the file; environment variables override both
     * @return the exit status
     * @throws ConfigurationException if a setting is invalid
     */
    public int print(Map<String, String> overrides, PrintStream out, Consumer<String> err) {
        Application application = Application.load(Application.Purpose.READ, overrides, List.of());
        try {
            List<Report> reports = reports(application);
            List<RecordedRun> found = new ArrayList<>();
            List<String> unread = new ArrayList<>();
            for (Report report : reports) {
                try (RunsReader reader = new RunsReader(application.clients(), report, PATIENCE)) {
                    if (!reader.read(Instant.EPOCH, run -> run.parse().ifPresent(found::add))) {
                        unread.add(report.runsTopic());
                    }
                }
            }
            String accountId = application.settings().accounts() == null
                    ? application.settings().account().id()
                    : "";
            ShownRuns runs = ShownRuns.of(found, accountId);
            List<ShownRuns.Shown> shown = all ? runs.all() : runs.newest();
            lines(shown).forEach(out::println);
            if (!json) {
                instances(application, shown).forEach(out::println);
            }
            if (!unread.isEmpty()) {
                Logging.toUser(Level.ERROR, openTransaction(unread), err);
                return ZoomHosts.FAILED;
            }
            if (shown.isEmpty()) {
                Logging.toUser(Level.INFO, noRuns(reports, accountId), err);
            }
            return ZoomHosts.OK;
        } finally {
            application.stop();
        }
    }

    private Stream<String> lines(List<ShownRuns.Shown> shown) {
        if (json) {
            return shown.stream().map(ShownRuns.Shown::json);
        }
        if (all || reportName != null) {
            return RunsTable.lines(shown);
        }
        RunsDigest digest = RunsDigest.of(shown);
        return Stream.concat(RunsTable.lines(digest.shown()), digest.more().stream());
    }

    /** Which running instance works on which of the accounts that have runs; empty if no instance of the service is known. */
    private static Stream<String> instances(Application application, List<ShownRuns.Shown> shown) {
        Settings settings = application.settings();
        Instances.Answer running = new Instances(
                        application.clients(), settings.instancesTopic(), settings.instancesGroup())
                .ask(PATIENCE);
        Map<String, List<String>> accounts = shown.stream()
                .map(each -> each.run().reported("account_id"))
                .distinct()
                .sorted()
                .collect(Collectors.groupingBy(
                        account -> running.of(account).map(Instance::clientId).orElse("")));
        List<List<String>> rows = new ArrayList<>(List.of(List.of("INSTANCE", "HOST", "ACCOUNTS")));
        for (Instance instance : running.instances()) {
            List<String> own = accounts.getOrDefault(instance.clientId(), List.of("none: stands by"));
            rows.add(List.of(instance.clientId(), instance.host(), ShownRuns.printable(Names.first(MOST_NAMES, own))));
        }
        return running.instances().isEmpty() ? Stream.empty() : Stream.concat(Stream.of(""), Table.lines(rows));
    }

    private List<Report> reports(Application application) {
        try {
            return reportName == null
                    ? application.reportsOfAllAccounts()
                    : List.of(application.reports().get(reportName));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--report: " + e.getMessage());
        }
    }

    private static String noRuns(List<Report> reports, String accountId) {
        String topics = reports.stream().map(Report::runsTopic).collect(Collectors.joining(", "));
        return "No runs in topic " + topics + (accountId.isEmpty() ? "" : " for account " + accountId) + " yet";
    }

    private static String openTransaction(List<String> topics) {
        return "An open transaction hides the end of topic " + String.join(", ", topics) + " (waited "
                + PATIENCE.toSeconds()
                + " s); newer runs may be missing above. If a process was killed, the next start of the service aborts its"
                + " transaction; otherwise Kafka does so after transaction.timeout.ms";
    }
}
