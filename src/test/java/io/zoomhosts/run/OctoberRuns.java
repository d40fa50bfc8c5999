package io.zoomhosts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Totals;
import io.zoomhosts.report.Window;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Runs of October and pages for them. */
final class OctoberRuns {

    static final Window OCTOBER = HostReport.window("active", "2026-10-01", "2026-10-31");
    static final Account ACCOUNT = HostReport.account("ACCOUNT");

    static final Instant TRIGGERED = Instant.parse("2026-11-01T02:30:00.987Z");
    static final Instant START = Instant.parse("2026-11-01T02:30:01.500Z");
    static final Instant END = Instant.parse("2026-11-01T02:31:00Z");

    static final int MAX_PAGES = 3;

    private OctoberRuns() {}

    /** A run that fails on a mismatch with Zoom's total. */
    static Run run() {
        return run(ACCOUNT);
    }

    static Run run(Account account) {
        return new Run(new DueWindow(account, OCTOBER, TRIGGERED), limits(false), START);
    }

    /** A run with {@code on-mismatch=publish}: it publishes and marks a mismatch. */
    static Run lenientRun() {
        return new Run(new DueWindow(ACCOUNT, OCTOBER, TRIGGERED), limits(true), START);
    }

    /** A run that began at the given instant. */
    static Run runFrom(Instant start) {
        return new Run(new DueWindow(ACCOUNT, OCTOBER, TRIGGERED), limits(false), start);
    }

    /** A run of a report without parameters, total, second row count and echoed dates. */
    static Run runWithoutTotal() {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setVaried(Map.of());
        declaration.setScheduled(Map.of());
        declaration.setEcho("none");
        declaration.setTotal("none");
        declaration.setSums(Map.of());
        declaration.setTopic("zoom.sessions");
        declaration.setCountedAs(null);
        Reports reports = new Reports(() -> Map.of("sessions", declaration), List.of("sessions"));
        Window window = new Window(reports.get("sessions"), Map.of(), OCTOBER.from(), OCTOBER.to());
        return new Run(new DueWindow(ACCOUNT, window, TRIGGERED), limits(false), START);
    }

    static RunLimits limits(boolean publishMismatch) {
        return limits(publishMismatch, Clock.fixed(END, ZoneOffset.UTC));
    }

    static RunLimits limits(boolean publishMismatch, Clock clock) {
        return new RunLimits(MAX_PAGES, publishMismatch, Duration.ofSeconds(1), Duration.ofMinutes(15), clock);
    }

    /** A complete run, as in the ledger. */
    static CompleteRun complete(String id, Instant startedAt) {
        Totals totals = Totals.of(
                HostReport.REPORT,
                Map.of(
                        "total_records", 7L,
                        "total_meetings", 1L,
                        "total_participants", 2L,
                        "total_meeting_minutes", 3L));
        return new CompleteRun(id, startedAt, true, new Counts(4, 1, 2, 1, 2, totals));
    }

    static String host(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    /** @param token next page token; "" on the last page */
    static Page page(String token, Long total, String... rows) throws IOException {
        return page(token, total == null ? "" : ",\"total_records\":" + total, rows);
    }

    /** @param totals members of the page, each preceded by a comma */
    static Page page(String token, String totals, String... rows) throws IOException {
        return HostReport.ofZoom("{\"from\":\"2026-10-01\",\"to\":\"2026-10-31\",\"next_page_token\":\"" + token + "\""
                + totals + ",\"users\":" + array(rows) + "}");
    }

    /** A page with only its rows and the next page token. */
    static Page bare(Run run, String token, String... rows) throws IOException {
        String json = "{\"next_page_token\":\"" + token + "\",\"users\":" + array(rows) + "}";
        return Page.read(
                json.getBytes(StandardCharsets.UTF_8),
                PageRequest.first(run.accountId(), run.window()),
                HostReport.FETCHED_AT);
    }

    private static String array(String... rows) {
        return Stream.of(rows).collect(Collectors.joining(",", "[", "]"));
    }

    /** A page that echoes these days; null leaves a date out. */
    static Page echo(LocalDate from, LocalDate to) throws IOException {
        return HostReport.read("{" + member("from", from) + member("to", to) + "\"users\":[]}");
    }

    private static String member(String name, LocalDate date) {
        return date == null ? "" : "\"" + name + "\":\"" + date + "\",";
    }

    /** Accepts a page and publishes its rows as the routes do. Returns the new rows. */
    static List<Row> collect(Run run, Page page) {
        run.accept(page);
        List<Row> rows = run.distinctRows();
        run.published(rows.stream().filter(row -> row.reject() == null).count(), 0);
        return rows;
    }

    /** @param parts parts of the message */
    static void assertFails(Failure failure, ThrowingCallable call, String... parts) {
        assertThatExceptionOfType(RunException.class).isThrownBy(call).satisfies(thrown -> {
            assertThat(thrown.failure()).isEqualTo(failure);
            assertThat(List.of(parts)).allSatisfy(part -> assertThat(thrown).hasMessageContaining(part));
        });
    }
}
