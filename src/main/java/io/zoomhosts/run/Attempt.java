package io.zoomhosts.run;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Echo;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Totals;
import io.zoomhosts.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One attempt at a window: counts what arrived, and decides whether it is the whole window. Not thread-safe, except for
 * {@link #missedRow}.
 */
final class Attempt {

    private final Window window;
    private final Report report;
    private final RunLimits limits;
    private final Instant startedAt;

    private final PagesToCome toCome = new PagesToCome();

    /** The chains that have begun and not ended, by subject. A report without subjects keeps its only one, with the key null. */
    private final Map<String, PageChain> open = new HashMap<>();

    private final KeySet keys = new KeySet();

    /** How many rows have the same key, by that key; only of keys that more than one row has. */
    private final Map<String, Integer> equalRows = new HashMap<>();

    /** The sums over the rows that arrived. */
    private final Totals counted;

    /** Zoom's totals of the chains that have ended. */
    private Totals totalsOfEnded;

    private Page page;
    private int accepted;
    private int pages;
    private int publishedPages;
    private int withoutReport;
    private long arrived;
    private long withoutTime;
    private long published;
    private long filtered;
    private long duplicates;
    private long rejected;
    private int mismatches;
    private String firstMismatch;
    private volatile RunException missedRow;
    private boolean verified;

    Attempt(String accountId, Window window, RunLimits limits) {
        this.window = window;
        this.report = window.report();
        this.limits = limits;
        this.startedAt = limits.clock().instant();
        this.counted = Totals.zero(report);
        this.totalsOfEnded = Totals.zero(report);
        if (!report.isBySubject()) {
            toCome.begin(List.of(PageRequest.first(accountId, window)));
            // Zoom's totals are unknown, not zero, until the first page arrives.
            open.put(null, new PageChain(report, limits.maxPages()));
        }
    }

    /** The pages that are not requested yet, or have not arrived. */
    PagesToCome toCome() {
        return toCome;
    }

    /** The number of subjects of which all pages have arrived. */
    int endedSubjects() {
        return report.isBySubject() ? toCome.ended() : 0;
    }

    /** The latest page; null before the first. */
    Page page() {
        return page;
    }

    /** @see Run#accept */
    void accept(Page next) {
        accepted++;
        checkTime();
        String subject = next.request().subject();
        if (next.hasReport()) {
            pages++;
            if (!report.echo().isRightIn(next)) {
                throw new RunException(
                        Failure.WINDOW_CHANGED,
                        "Zoom reported on " + report.echo().said(next) + ", but the request was for " + next.request()
                                + " (page " + pages + "). If this persists, report it to Zoom's support");
            }
            open.computeIfAbsent(subject, any -> new PageChain(report, limits.maxPages()))
                    .accept(next);
        } else {
            withoutReport++;
        }
        toCome.arrived(next);
        page = next;
    }

    /** @see Run#distinctRows */
    List<Row> distinctRows() {
        if (!page.hasReport()) {
            return List.of();
        }
        PageChain chain = open.get(page.request().subject());
        boolean isHeld = report.key().isOfSomeMembers();
        List<Row> distinct = new ArrayList<>(page.rows().size());
        for (Row row : page.rows()) {
            checkDay(row);
            Row counting = row.reject() != null || isHeld ? row : distinct(row);
            if (counting == null) {
                duplicates++;
                continue;
            }
            rejected += row.reject() == null ? 0 : 1;
            counted.add(row);
            distinct.add(counting);
        }
        arrived += distinct.size();
        chain.arrived(distinct, page.rows().size() - distinct.size());
        if (isHeld) {
            chain.hold(distinct);
        }
        boolean isLast = page.nextPageToken() == null;
        List<Row> rows = isHeld ? isLast ? chain.release() : List.of() : distinct;
        if (isLast) {
            end(chain);
        }
        return rows;
    }

    private void end(PageChain chain) {
        if (chain.isMismatch()) {
            mismatches++;
            firstMismatch = firstMismatch == null ? chain.mismatchMessage(page.request()) : firstMismatch;
        }
        if (report.isBySubject()) {
            totalsOfEnded = totalsOfEnded.plus(chain.totals());
            open.remove(page.request().subject());
        }
    }

    /** The row, with its number if its report numbers equal rows; null for a duplicate. */
    private Row distinct(Row row) {
        boolean isNew = keys.add(row.key());
        if (report.key().isNumbered()) {
            return row.numbered(isNew ? 1 : equalRows.merge(row.key(), 2, (number, two) -> number + 1));
        }
        return isNew ? row : null;
    }

    /** A row proves that its page is about another window. Its time may be in another time zone than the window's days. */
    private void checkDay(Row row) {
        withoutTime += row.day().isEmpty() ? 1 : 0;
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
        if (publishedPages > accepted) {
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
        if (toCome.areMissing()) {
            throw new RunException(
                    Failure.ROUTE,
                    "the window ended before its last page. Look for doCatch, or onException with handled: true, in routes/yours");
        }
        if (publishedPages != accepted || published + filtered + rejected != arrived) {
            throw new RunException(
                    Failure.ROUTE,
                    "%d pages with %d rows arrived, but %d pages with %d rows were published. Look for doCatch, or onException with handled: true, in routes/yours"
                            .formatted(accepted, arrived, publishedPages, published + filtered + rejected));
        }
        if (report.total() == null && duplicates > 0) {
            throw new RunException(
                    Failure.KEY_REPEATED,
                    duplicates + " rows have the same key as an earlier row, and report " + report.name()
                            + " has no total to check whether rows are missing. Usually the report changed while it was read, and a"
                            + " retry succeeds. If this persists, declare another key for the report");
        }
        if (isMismatch() && !limits.publishMismatch()) {
            throw new RunException(Failure.TOTALS_DIFFER, firstMismatch);
        }
        verified = true;
    }

    /** Whether {@link #verify} succeeded. */
    boolean isVerified() {
        return verified;
    }

    /** Whether the number of rows differs from Zoom's total, of the window or of a subject. False if Zoom reports no total. */
    boolean isMismatch() {
        return mismatches > 0;
    }

    /** What proves that the window is whole, for the run event. */
    List<String> proof() {
        List<String> proof = new ArrayList<>(List.of("token-chain"));
        if (report.echo() != Echo.NONE && pages > 0) {
            proof.add(report.echo() == Echo.UUID ? "uuid" : "echo");
        }
        if (report.total() != null && pages > 0 && totals().get(report.total()) != null && !isMismatch()) {
            proof.add("total");
        }
        if (report.rowTime() != null && withoutTime == 0) {
            proof.add("row-times");
        }
        return proof;
    }

    private Totals totals() {
        if (pages == 0) {
            return Totals.of(report, Map.of()); // Zoom has not said
        }
        Totals totals = totalsOfEnded;
        for (PageChain chain : open.values()) {
            totals = totals.plus(chain.totals());
        }
        return totals;
    }

    /** The sums over the rows that differ from Zoom's totals, by the name of the total. Without the number of rows. */
    Map<String, Long> differences() {
        Map<String, Long> differences = totals().differences(counted);
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
                        + " s. "
                        + (report.isBySubject()
                                ? "Raise zoom.parts (ZOOM_PARTS), so that a run asks about fewer subjects, or raise"
                                : "Raise")
                        + " kafka.transaction-timeout (KAFKA_TRANSACTION_TIMEOUT) and, if it is lower, the"
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
        return new Counts(
                published,
                filtered,
                pages,
                duplicates,
                rejected,
                totals(),
                report.isBySubject() ? toCome.chains() : 0,
                withoutReport);
    }
}
