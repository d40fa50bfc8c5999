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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One attempt at a window, from its first page: what was seen so far, and whether that is the whole window. */
final class Attempt {

    private final Window window;
    private final Report report;
    private final RunLimits limits;
    private final Instant startedAt;

    private final KeySet keys = new KeySet();
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

    /** The newest page; null before the first. */
    Page page() {
        return page;
    }

    /** @see Run#accept */
    void accept(Page next) {
        pages++;
        checkTime();
        if (report.echo() == Report.Echo.DATES
                && !(window.from().toString().equals(next.from())
                        && window.to().toString().equals(next.to()))) {
            throw new RunException(
                    Failure.WINDOW_CHANGED,
                    "Zoom was asked for " + window + " but reported on " + next.from() + " to " + next.to() + " (page "
                            + pages + ")");
        }
        String token = next.nextPageToken();
        if (token != null && !pageTokens.add(token)) {
            throw new RunException(
                    Failure.PAGE_TOKEN_REPEATED,
                    "Zoom gave the same page token twice (page " + pages + "): its paging does not end");
        }
        if (token != null && pages >= limits.maxPages()) {
            throw new RunException(
                    Failure.TOO_MANY_PAGES,
                    "there are more than " + pages + " pages. Raise zoom.max-pages (ZOOM_MAX_PAGES) if that is right");
        }
        totals = next.totals().orElse(totals);
        page = next;
    }

    /** @see Run#distinctRows */
    List<Row> distinctRows() {
        List<Row> rows = page.rows();
        List<Row> distinct = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.reject() == null && !keys.add(row.key())) {
                duplicates++;
                continue;
            }
            arrived++;
            rejected += row.reject() == null ? 0 : 1;
            counted.add(row);
            distinct.add(row);
        }
        return distinct;
    }

    /** @see Run#published */
    void published(long rows, long left) {
        publishedPages++;
        published += rows;
        filtered += left;
        if (publishedPages > pages) {
            throw new RunException(
                    Failure.ROUTE, "a page was published once more instead of the next: a route swallowed an error");
        }
    }

    /** @see Run#missedRow */
    RunException missedRow() {
        missedRow = new RunException(
                Failure.ROUTE,
                "a step published a row after its page was sent: addRow must not follow a step that goes on beside the"
                        + " window, such as wireTap, seda or aggregate with a time-out");
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
                    "%d pages with %d rows arrived, but %d pages with %d rows were published: a route swallowed an error"
                            .formatted(pages, arrived, publishedPages, published + filtered + rejected));
        }
        if (report.total() == null && duplicates > 0) {
            throw new RunException(
                    Failure.KEY_REPEATED,
                    duplicates + " rows have the key of an earlier one. Report " + report.name()
                            + " has no total that could tell whether a row is missing");
        }
        if (isMismatch() && !limits.publishMismatch()) {
            throw new RunException(
                    Failure.TOTALS_DIFFER,
                    "Zoom's " + report.total() + " is " + totals.get(report.total()) + " but " + arrived
                            + " rows arrived (" + rejected + " of them rejected, " + duplicates
                            + " duplicates left out)");
        }
        verified = true;
    }

    /** Whether {@link #verify} found nothing wrong. */
    boolean isVerified() {
        return verified;
    }

    /** Whether other than as many rows arrived as Zoom says there are. */
    boolean isMismatch() {
        Long total = report.total() == null ? null : totals.get(report.total());
        return total != null && total != arrived;
    }

    /** Sums of the rows that are not what Zoom's totals say, by the name of the total. */
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
                "it took longer than its Kafka transaction may: "
                        + limits.transactionTimeout().toSeconds()
                        + " s. Raise kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT) and, where it is smaller,"
                        + " transaction.max.timeout.ms of the brokers");
    }

    /** Kafka fences whoever lets a transaction become too old: then that is the reason. */
    RunException orOutOfTime(RunException why) {
        return why.failure() == Failure.FENCED && isOutOfTime() ? outOfTime() : why;
    }

    /** Rows that arrived, rejects among them, duplicates not. */
    long arrived() {
        return arrived;
    }

    Counts counts() {
        return new Counts(published, filtered, pages, duplicates, rejected, totals);
    }
}
