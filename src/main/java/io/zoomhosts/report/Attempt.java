package io.zoomhosts.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One try at a window, from its first page: what was seen so far, and whether that is the whole window. */
final class Attempt implements Figures {

    private final Window window;
    private final RunLimits limits;
    private final Instant startedAt;

    private final KeySet keys = new KeySet();
    private final Set<String> pageTokens = new HashSet<>();
    private Page page;
    private Totals totals = Totals.UNKNOWN;
    private Totals counted = Totals.NOTHING;
    private int pages;
    private long published;
    private long duplicates;
    private long rejected;
    private boolean verified;

    Attempt(Window window, RunLimits limits) {
        this.window = window;
        this.limits = limits;
        this.startedAt = limits.clock().instant();
    }

    /** The newest page, without the rows that an earlier page had already; null before the first. */
    Page page() {
        return page;
    }

    /** @see Run#accept */
    void accept(Page next) {
        pages++;
        checkTime();
        if (!window.from().toString().equals(next.from())
                || !window.to().toString().equals(next.to())) {
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
        page = next.withRows(distinct(next.rows()));
    }

    private List<Row> distinct(List<Row> rows) {
        List<Row> distinct = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.reject() == null && !keys.add(row.key())) {
                duplicates++;
                continue;
            }
            rejected += row.reject() == null ? 0 : 1;
            counted = counted.plus(row.share());
            distinct.add(row);
        }
        return distinct;
    }

    /** @see Run#published */
    void published(int hosts) {
        published += hosts;
    }

    /** @see Run#verify */
    void verify() {
        checkTime();
        if (isMismatch() && !limits.publishMismatch()) {
            throw new RunException(
                    Failure.TOTALS_DIFFER,
                    "Zoom's total_records is " + totals.records() + " but " + counted.records() + " rows arrived ("
                            + rejected + " of them rejected, " + duplicates + " duplicates left out)");
        }
        verified = true;
    }

    /** Whether {@link #verify} found nothing wrong. */
    boolean isVerified() {
        return verified;
    }

    /** Whether other than as many rows arrived as Zoom says there are. */
    boolean isMismatch() {
        return totals.records() != null && !totals.records().equals(counted.records());
    }

    /** Sums of the rows that are not what Zoom's totals say, by the name of the total. */
    Map<String, Long> differences() {
        return totals.differences(counted);
    }

    private void checkTime() {
        if (isOutOfTime()) {
            throw outOfTime();
        }
    }

    private boolean isOutOfTime() {
        return limits.clock().instant().isAfter(startedAt.plus(limits.transactionTimeout()));
    }

    private RunException outOfTime() {
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

    /** Rows that arrived and are neither rejects nor duplicates. */
    long distinctRows() {
        return keys.size();
    }

    @Override
    public long hosts() {
        return published;
    }

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public long duplicates() {
        return duplicates;
    }

    @Override
    public long rejected() {
        return rejected;
    }

    @Override
    public Totals totals() {
        return totals;
    }
}
