package io.zoomhosts;

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
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints the ledger. It needs Kafka and nothing else, and changes nothing. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what became of the windows: the newest run of each, from the topics of runs.",
            "Needs Kafka only. Where zoom.account-id is set, only the runs of that account are shown.",
            "Exit status 1: a topic could not be read, or not to its end."
        })
public final class RunsCommand implements Callable<Integer> {

    /** With an open transaction, which is about to end, or was left open by a process that died. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(names = "--all", description = "Every run, oldest first.")
    private boolean all;

    @Option(names = "--json", description = "For programs: an object per line, the event as it is in the topic.")
    private boolean json;

    @Option(names = "--report", description = "Only this report. Default: those that zoom.reports names.")
    private String reportName;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return print(Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err::println);
    }

    /**
     * Reads and prints.
     *
     * @param overrides properties that win over the file; an environment variable wins over them
     * @return the exit status
     * @throws ConfigurationException if a setting cannot be used
     */
    public int print(Map<String, String> overrides, PrintStream out, Consumer<String> err) {
        Application application = Application.load(Application.Purpose.READ, overrides, List.of());
        try {
            List<Report> reports = reports(application);
            List<RecordedRun> found = new ArrayList<>();
            List<String> unread = new ArrayList<>();
            for (Report report : reports) {
                try (RunsReader reader = new RunsReader(application.clients(), report, PATIENCE)) {
                    if (!reader.read(Instant.EPOCH, found::add)) {
                        unread.add(report.runsTopic());
                    }
                }
            }
            String accountId = application.settings().accountId();
            ShownRuns runs = ShownRuns.of(found, accountId);
            List<ShownRuns.Shown> shown = all ? runs.all() : runs.newest();
            (json ? shown.stream().map(ShownRuns.Shown::json) : RunsTable.lines(shown)).forEach(out::println);
            if (!unread.isEmpty()) {
                Logging.tell(Level.ERROR, notToTheEnd(unread), err);
                return ZoomHosts.FAILED;
            }
            if (shown.isEmpty()) {
                Logging.tell(Level.INFO, none(reports, accountId), err);
            }
            return ZoomHosts.OK;
        } finally {
            application.stop();
        }
    }

    private List<Report> reports(Application application) {
        try {
            return reportName == null
                    ? application.reports().collected()
                    : List.of(application.reports().get(reportName));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--report: " + e.getMessage());
        }
    }

    private static String none(List<Report> reports, String accountId) {
        String topics = reports.stream().map(Report::runsTopic).collect(Collectors.joining(", "));
        return "No run has been announced yet in topic " + topics
                + (accountId.isEmpty() ? "" : " for account " + accountId);
    }

    private static String notToTheEnd(List<String> topics) {
        return "An open transaction hides the end of topic " + String.join(", ", topics) + " (waited "
                + PATIENCE.toSeconds()
                + " s); newer runs may be missing above. If a process was killed, the next start of"
                + " the service ends it, or Kafka after its transaction.timeout.ms";
    }
}
