package io.zoomhosts;

import io.zoomhosts.licences.LicencePrinter;
import io.zoomhosts.licences.LicenceReader;
import io.zoomhosts.licences.Licences;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code licences}: who holds a licence and hosted nothing. Needs Kafka, but no Zoom app. */
@Command(
        name = "licences",
        mixinStandardHelpOptions = true,
        description = {
            "Says who holds a Zoom licence and hosted no meeting, from whole and settled months only.",
            "Reads the topics of report hosts into a database and serves a page until it is stopped.",
            "Needs access to Kafka, but no Zoom credentials. Changes nothing in Kafka and nothing at Zoom.",
            "Exit status of --once: 1 if one of the months is unknown for an account; stderr says why."
        })
public final class LicencesCommand implements Callable<Integer> {

    private static final long PAUSE_MILLIS = 50;

    /** How licences are printed. */
    enum Format {
        /** For people: only the idle ones. */
        table,
        csv,
        json
    }

    @Option(
            names = "--once",
            description = "Read the topics to their end into a temporary database, print every licence, and exit.")
    private boolean once;

    @Option(
            names = "--months",
            description = "With --once: how many months without a meeting count as idle, 1 to 36."
                    + " Default: licences.months.")
    private Integer months;

    @Option(names = "--format", description = "With --once: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.table;

    @Option(names = "--rebuild", description = "Empty the database first, and build it anew from the topics.")
    private boolean rebuild;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (!once && (months != null || format != Format.table)) {
            throw new ParameterException(spec.commandLine(), "--months and --format need --once");
        } else if (months != null && (months < 1 || months > 36)) {
            throw new ParameterException(spec.commandLine(), "--months: must be a whole number from 1 to 36");
        }
        if (once) {
            return print(Map.of(), new PrintStream(System.out, false, StandardCharsets.UTF_8));
        }
        Application application = Application.load(Application.Purpose.LICENCES, Map.of(), List.of());
        if (rebuild) {
            application.licenceReader().rebuild();
        }
        application.serve();
        return ZoomHosts.OK;
    }

    /**
     * Reads the topics to their end and prints the licences.
     *
     * @param overrides properties that override the file; environment variables override both
     * @return the exit status
     * @throws ConfigurationException if a setting is invalid
     */
    public int print(Map<String, String> overrides, PrintStream out) throws Exception {
        Application application = Application.load(Application.Purpose.LICENCES_ONCE, overrides, List.of());
        try {
            application.start();
            LicenceReader reader = application.licenceReader();
            while (!reader.isUpToDate()) {
                if (reader.failure() != null) {
                    Logging.toUser(Level.ERROR, reader.failure(), System.err::println);
                    return ZoomHosts.FAILED;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            Licences licences = application.licences();
            int asked = months == null ? application.settings().licences().months() : months;
            switch (format) {
                case json -> LicencePrinter.json(licences, asked, null, null, out);
                case csv -> LicencePrinter.csv(licences, asked, null, null, out);
                case table -> printTable(licences, asked, out);
            }
            out.flush();
            List<String> unknown = licences.unknown(asked);
            unknown.forEach(why -> Logging.toUser(Level.ERROR, why, System.err::println));
            return unknown.isEmpty() ? ZoomHosts.OK : ZoomHosts.FAILED;
        } finally {
            application.stop();
        }
    }

    private static void printTable(Licences licences, int months, PrintStream out) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ACCOUNT", "ID", "MONTHS IDLE", "LAST HOSTED", "DEPARTMENT", "EMAIL", "REASONS"));
        licences.each(
                months,
                null,
                "idle",
                licence -> rows.add(List.of(
                        licence.accountId(),
                        licence.id(),
                        String.valueOf(licence.monthsIdle()),
                        shown(licence.lastHostedMonth()),
                        shown(licence.dept()),
                        shown(licence.email()),
                        String.join(" ", licence.reasons()))));
        Table.lines(rows).forEach(out::println);
    }

    /** Without control characters, which could change what a terminal shows. */
    private static String shown(String text) {
        return text == null || text.isBlank() ? "-" : text.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
    }
}
