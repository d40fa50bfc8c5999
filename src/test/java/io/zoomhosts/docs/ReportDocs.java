package io.zoomhosts.docs;

import io.zoomhosts.report.Echo;
import io.zoomhosts.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes what the documents say about each report, from its declaration and from Zoom's OpenAPI file:
 * {@code mvn -q test-compile exec:java@reports}. These are the table in {@code docs/reports.md}, the channels, operations and messages
 * in {@code docs/asyncapi.yaml}, and the schemas of rows. The parts of hosts in the last two are written by hand.
 */
public final class ReportDocs {

    static final Path PAGE = Path.of("docs", "reports.md");
    static final Path ASYNC_API = Path.of("docs", "asyncapi.yaml");

    private static final Pattern TABLE = Pattern.compile("(?s)(<!-- Written by [^\\n]*\\n).*?(\\n<!-- end -->)");
    private static final Pattern PARTS = Pattern.compile("(?s)( *# Written by [^\\n]*\\n).*?( *# end\\n)");

    /** {@code meeting} of {@code {meetingId}}. */
    private static final Pattern SUBJECT = Pattern.compile("\\{(\\w+)Id}");

    private static final Map<String, String> WINDOWS = Map.of(
            "DAYS", "day",
            "MONTHS", "month, or month to date",
            "CLOSED_MONTHS", "month, or month to yesterday",
            "YEAR_MONTHS", "month, or month to date",
            "UPCOMING", "the next 30 days");

    private static final Map<String, String> PERIODS = Map.of(
            "DAYS", "day",
            "MONTHS", "month",
            "CLOSED_MONTHS", "month",
            "YEAR_MONTHS", "month",
            "UPCOMING", "collection");

    private ReportDocs() {}

    public static void main(String[] arguments) throws IOException {
        for (Map.Entry<Path, String> file : files().entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** The text of each file. */
    static Map<Path, String> files() throws IOException {
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(PAGE, replaced(PAGE, TABLE, List.of(table(ShippedReports.all()))));
        List<Report> others = ShippedReports.others();
        files.put(
                ASYNC_API,
                replaced(
                        ASYNC_API,
                        PARTS,
                        List.of(
                                ReportChannels.channels(others),
                                ReportChannels.operations(others),
                                ReportChannels.messages(others))));
        others.forEach(report -> files.put(RowSchema.file(report), new RowSchema(report).text()));
        return files;
    }

    /** The file with these texts between its marks, one after the other. */
    private static String replaced(Path file, Pattern marked, List<String> texts) throws IOException {
        String text = Files.readString(file);
        Matcher marks = marked.matcher(text);
        StringBuilder replaced = new StringBuilder();
        for (String part : texts) {
            if (!marks.find()) {
                throw new IllegalStateException(file + " has fewer than " + texts.size() + " marks");
            }
            marks.appendReplacement(replaced, "$1" + Matcher.quoteReplacement(part) + "$2");
        }
        return marks.appendTail(replaced).toString();
    }

    private static String table(List<Report> reports) {
        return "| report | Zoom's path | window | key | proof | topic | scope | requests |\n|---|---|---|---|---|---|---|---|\n"
                + reports.stream().map(ReportDocs::line).collect(Collectors.joining("\n"));
    }

    private static String line(Report report) {
        return "| `%s` | `%s` | %s | `%s` | %s | `%s` | `%s` | %s |"
                .formatted(
                        report.name(),
                        report.path(),
                        window(report),
                        report.key(),
                        proof(report),
                        report.topic(),
                        report.scope(),
                        requests(report));
    }

    private static String window(Report report) {
        return WINDOWS.get(report.calendar().name())
                + report.varied().entrySet().stream()
                        .map(varied ->
                                ", each `" + varied.getKey() + "` (" + String.join(", ", varied.getValue()) + ")")
                        .collect(Collectors.joining());
    }

    private static String proof(Report report) {
        List<String> proof = new ArrayList<>();
        if (ZoomReport.of(report).hasParameter("next_page_token")) {
            proof.add("last page");
        }
        if (report.echo() != Echo.NONE) {
            proof.add(report.echo() == Echo.UUID ? "uuid" : "echo");
        }
        if (report.total() != null) {
            proof.add("total");
        }
        if (report.rowTime() != null) {
            proof.add("row times");
        }
        return String.join(", ", proof);
    }

    /** The number of requests that a window needs. */
    private static String requests(Report report) {
        Matcher subject = SUBJECT.matcher(report.path());
        String per = subject.find()
                ? subject.group(1)
                : PERIODS.get(report.calendar().name());
        String each = report.varied().keySet().stream()
                .map(parameter -> " and `" + parameter + "`")
                .collect(Collectors.joining());
        return (ZoomReport.of(report).hasParameter("next_page_token")
                        ? "rows ÷ " + report.query().get("page_size")
                        : "1")
                + " per " + per + each;
    }
}
