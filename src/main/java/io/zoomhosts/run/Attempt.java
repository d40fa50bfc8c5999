package io.zoomhosts.run;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Totals;
import io.zoomhosts.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One attempt at a window, from its first page: counts what arrived and decides whether it is the whole window. Not
 * thread-safe, except for {@link #missedRow}.
 */
final class Attempt {

    private final Window window;
    private final Report report;
    private final RunLimits limits;
    private final Instant startedAt;

    private final KeySet keys = new KeySet();

    /** How many equal rows there are, by the key of the whole row; only of rows that are there more than once. */
    private final Map<String, Integer> equalRows = new HashMap<>();

    private final Set<String> pageTokens = new HashSet<>();
    private final Totals counted;
    private Page page;
    private Totals totals;
    private int pages;
    private int publishedPages;
    private long arrived;
    private long published;
    private long filtered;
    private long duplicates;
    private long rejected;
    private volatile RunException missedRow;
    private boolean verified;

    Attempt(Window window, RunLimits limits) {
        this.window = window;
        this.report = window.report();
        this.limits = limits;
        this.startedAt = limits.clock().instant();
        this.counted = Totals.zero(report);
        this.totals = Totals.of(report, Map.of());
    }

    /** The latest page; null before the first. */
    Page page() {
        return page;
    }

    /** @see Run#accept */
    void accept(Page next) {
        pages++;
        checkTime();
        if (!report.echo().isOf(window, next)) {
            throw new RunException(
                    Failure.WINDOW_CHANGED,
                    "Zoom reported on " + report.echo().said(next) + ", but the request was for " + window + " (page "
                            + pages + "). If this persists, report it to Zoom's support");
        }
        String token = next.nextPageToken();
        if (token != null && !pageTokens.add(token)) {
            throw new RunException(
                    Failure.PAGE_TOKEN_REPEATED,
                    "Zoom repeated a page token (page " + pages
                            + "), so the pages would never end. If this persists, report it to Zoom's support");
        }
        if (token != null && pages >= limits.maxPages()) {
            throw new RunException(
                    Failure.TOO_MANY_PAGES,
                    "the window has more than " + pages
                            + " pages. If that many are expected, raise zoom.max-pages (ZOOM_MAX_PAGES)");
        }
        totals = next.totals().orElse(totals);
        page = next;
    }

    /** @see Run#distinctRows */
    List<Row> distinctRows() {
        List<Row> rows = page.rows();
        List<Row> distinct = new ArrayList<>(rows.size());
        for (Row row : rows) {
            checkDay(row);
            Row counting = row.reject() == null ? distinct(row) : row;
            if (counting == null) {
                duplicates++;
                continue;
            }
            arrived++;
            rejected += row.reject() == null ? 0 : 1;
            counted.add(row);
            distinct.add(counting);
        }
        return distinct;
    }

    /** The row, with its number if its report numbers equal rows; null for a duplicate. */
    private Row distinct(Row row) {
        boolean isNew = keys.add(row.key());
        if (report.key().isOfWholeRow()) {
            return row.numbered(isNew ? 1 : equalRows.merge(row.key(), 2, (number, two) -> number + 1));
        }
        return isNew ? row : null;
    }

    /** A row proves that its page is about another window. Its time may be in another time zone than the window's days. */
    private void checkDay(Row row) {
        if (row.day()
                .filter(day -> day.isBefore(window.from().minusDays(1))
                        || day.isAfter(window.to().plusDays(1)))
                .isPresent()) {
            throw new RunException(
                    Failure.WINDOW_CHANGED,
                    "Zoom sent a row of " + row.day().get() + ", but the request was for " + window + " (page " + pages
                            + "). Zoom ignores parameters that it does not know: check the report's declaration. If it is"
                            + " right, report this to Zoom's support");
        }
    }

    /** @see Run#published */
    void published(long rows, long left) {
        publishedPages++;
        published += rows;
        filtered += left;
        if (publishedPages > pages) {
            throw new RunException(
                    Failure.ROUTE,
                    "a page was published twice instead of the next page. Look for doCatch, or onException with handled:"
                            + " true, in routes/yours");
        }
    }

    /** @see Run#missedRow */
    RunException missedRow() {
        missedRow = new RunException(
                Failure.ROUTE,
                "a step published a row after its page was sent. Do not use addRow after a step that continues"
                        + " asynchronously, such as wireTap, seda or aggregate with a timeout");
        return missedRow;
    }

    /** @see Run#verify */
    void verify() {
        checkTime();
        if (missedRow != null) {
            throw missedRow;
        }
        if (publishedPages != pages || published + filtered + rejected != arrived) {
            throw new RunException(
                    Failure.ROUTE,
                    "%d pages with %d rows arrived, but %d pages with %d rows were published. Look for doCatch, or onException with handled: true, in routes/yours"
                            .formatted(pages, arrived, publishedPages, published + filtered + rejected));
        }
        if (report.total() == null && duplicates > 0) {
            throw new RunException(
                    Failure.KEY_REPEATED,
                    duplicates + " rows have the same key as an earlier row, and report " + report.name()
                            + " has no total to check whether rows are missing. Declare another key for the report");
        }
        if (isMismatch() && !limits.publishMismatch()) {
            throw new RunException(
                    Failure.TOTALS_DIFFER,
                    "Zoom's " + report.total() + " is " + totals.get(report.total()) + ", but " + arrived
                            + " rows arrived (" + rejected + " of them rejected, " + duplicates
                            + " duplicates skipped). Usually the report changed while it was read, and a retry succeeds. If"
                            + " this persists, ask Zoom's support, or set zoom.on-mismatch (ZOOM_ON_MISMATCH) to publish");
        }
        verified = true;
    }

    /** Whether {@link #verify} succeeded. */
    boolean isVerified() {
        return verified;
    }

    /** Whether the number of rows differs from Zoom's total. False if Zoom reports no total. */
    boolean isMismatch() {
        Long total = report.total() == null ? null : totals.get(report.total());
        return total != null && total != arrived;
    }

    /** The sums over the rows that differ from Zoom's totals, by the name of the total. Without the number of rows. */
    Map<String, Long> differences() {
        Map<String, Long> differences = totals.differences(counted);
        differences.remove(report.total());
        return differences;
    }

    /** @see Run#checkTime */
    void checkTime() {
        if (isOutOfTime()) {
            throw outOfTime();
        }
    }

    private boolean isOutOfTime() {
        return timeLeft().isNegative();
    }

    /** @see Run#timeLeft */
    Duration timeLeft() {
        return Duration.between(limits.clock().instant(), startedAt.plus(limits.transactionTimeout()));
    }

    /** @see Run#outOfTime */
    RunException outOfTime() {
        return new RunException(
                Failure.TRANSACTION_TIMEOUT,
                "the window took longer than its Kafka transaction may last, "
                        + limits.transactionTimeout().toSeconds()
                        + " s. Raise kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT) and, if it is lower, the"
                        + " brokers' transaction.max.timeout.ms");
    }

    /** The timeout as the reason if Kafka fenced an attempt that was out of time: Kafka fences owners of expired transactions. */
    RunException orOutOfTime(RunException why) {
        return why.failure() == Failure.FENCED && isOutOfTime() ? outOfTime() : why;
    }

    /** The number of rows that arrived, including rejected rows, excluding duplicates. */
    long arrived() {
        return arrived;
    }

    Counts counts() {
        return new Counts(published, filtered, pages, duplicates, rejected, totals);
    }
}
