package io.zoomhosts.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The collection of one window by one fire: what was seen so far, and what it adds up to. The routes drive it: while it
 * {@link #hasNextPage}, each page is {@link #accept accepted} and its events are {@link #published}; then it is
 * {@link #verify verified}. A retry of the same window begins with {@link #restart}. Not thread-safe: a run belongs to
 * the one exchange of its window.
 */
public final class Run {

    private final Report report;
    private final Window window;
    private final String accountId;
    private final String id;
    private final RunLimits limits;
    private final Instant startedAt;

    private final Set<String> keys = new HashSet<>();
    private final Set<String> pageTokens = new HashSet<>();
    private Page page;
    private Totals totals = Totals.UNKNOWN;
    private int pages;
    private long published;
    private long duplicates;
    private long rejected;
    private boolean mismatch;
    private boolean verified;
    private Instant finishedAt;
    private RunException error;
    private boolean open = true;
    private Duration delay = Duration.ZERO;
    private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);

    Run(Report report, Window window, String accountId, Instant fireTime, RunLimits limits, Instant startedAt) {
        this.report = report;
        this.window = window;
        this.accountId = accountId;
        this.id = seconds(fireTime) + "/" + window.key();
        this.limits = limits;
        this.startedAt = startedAt;
    }

    /** {@code <fire time, RFC 3339 UTC>/<type>/<from>/<to>}: a retry of the same fire keeps it. */
    public String id() {
        return id;
    }

    public Report report() {
        return report;
    }

    public Window window() {
        return window;
    }

    public String accountId() {
        return accountId;
    }

    /**
     * Names the window and its topic, so that two processes cannot have the same window of the same topic open at the
     * same time, and two with topics of their own do not disturb each other.
     */
    public String transactionalId() {
        return "zoom-hosts/" + report.topic() + "/" + accountId + report.path() + "/" + window.key();
    }

    /** Whether the window is to be tried (again): false once the run is complete or failed for good. */
    public boolean isOpen() {
        return open;
    }

    /** Forgets everything seen: the window starts again from its first page. */
    public void restart() {
        delay = Duration.ZERO;
        keys.clear();
        pageTokens.clear();
        page = null;
        totals = Totals.UNKNOWN;
        pages = 0;
        published = 0;
        duplicates = 0;
        rejected = 0;
        mismatch = false;
        verified = false;
    }

    public boolean hasNextPage() {
        return page == null || page.nextPageToken() != null;
    }

    public boolean isOnFirstPage() {
        return page == null;
    }

    /** The token that asks for the next page; null for the first one. */
    public String nextPageToken() {
        return page == null ? null : page.nextPageToken();
    }

    /** The newest page, without the rows that an earlier page had already. */
    public Page page() {
        return page;
    }

    /**
     * Takes the next page.
     *
     * @throws RunException if paging cannot be trusted from here: another window, a token for the second time, or more
     *     pages than allowed
     */
    public void accept(Page next) {
        pages++;
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
            if (row.reject() != null) {
                rejected++;
                distinct.add(row);
            } else if (keys.add(row.key())) {
                distinct.add(row);
            } else {
                duplicates++;
            }
        }
        return distinct;
    }

    /** Counts events that were handed to the window's transaction. */
    public void published(int events) {
        published += events;
    }

    /**
     * The verdict, once there is no next page.
     *
     * @throws RunException if Zoom says how many rows there are, and other than that many arrived
     */
    public void verify() {
        long arrived = keys.size() + rejected;
        mismatch = totals.records() != null && totals.records() != arrived;
        if (mismatch && !limits.publishMismatch()) {
            throw new RunException(
                    Failure.TOTALS_DIFFER,
                    "Zoom's total_records is " + totals.records() + " but " + arrived + " rows arrived (" + rejected
                            + " of them rejected, " + duplicates + " duplicates left out)");
        }
        verified = true;
        finishedAt = limits.clock().instant();
    }

    boolean isVerified() {
        return verified;
    }

    /** Ends the run as complete: its transaction is committed. */
    void complete() {
        open = false;
    }

    /** Takes note of a try that failed: either there is another one, after {@link #delayMillis}, or the run failed. */
    void tryFailed(RunException why) {
        int retry = retries.merge(why.failure(), 1, Integer::sum);
        if (retry <= why.failure().retries()) {
            delay = limits.retryDelay().multipliedBy(1L << (retry - 1));
            return;
        }
        open = false;
        error = why;
        finishedAt = limits.clock().instant();
    }

    /** Wait before the next try, in milliseconds. */
    public long delayMillis() {
        return delay.toMillis();
    }

    /** Whether the run's end is to be announced as a failed one. A process that stops leaves the window to the next. */
    public boolean isToBeRecorded() {
        return isFailed() && error.failure() != Failure.STOPPED;
    }

    public boolean isFailed() {
        return error != null;
    }

    public RunException error() {
        return error;
    }

    public int pages() {
        return pages;
    }

    /** Rows that arrived and are neither rejects nor duplicates. */
    public long distinctRows() {
        return keys.size();
    }

    /** Events that the run made visible: none if it failed. */
    public long hosts() {
        return isFailed() ? 0 : published;
    }

    public long duplicates() {
        return duplicates;
    }

    public long rejected() {
        return rejected;
    }

    public Totals totals() {
        return totals;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant finishedAt() {
        return finishedAt;
    }

    /** The value of the run's event, in the order in which it is written. */
    public Map<String, Object> event() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("run_id", id());
        event.put("status", isFailed() ? "failed" : "complete");
        event.put("report", reported());
        event.put("hosts", hosts());
        event.put("pages", pages);
        event.put("duplicates", duplicates);
        event.put("rejected", rejected);
        event.put("total_records", totals.records());
        event.put("total_meetings", totals.meetings());
        event.put("total_participants", totals.participants());
        event.put("total_meeting_minutes", totals.meetingMinutes());
        event.put("started_at", seconds(startedAt));
        event.put("finished_at", seconds(finishedAt));
        if (isFailed()) {
            Map<String, Object> cause = new LinkedHashMap<>();
            cause.put("kind", error.failure().text());
            cause.put("message", error.getMessage());
            event.put("error", cause);
        } else if (mismatch) {
            event.put("mismatch", true);
        }
        return event;
    }

    /** Which report of which account this is: the same members in host events and run events. */
    public Map<String, Object> reported() {
        Map<String, Object> reported = new LinkedHashMap<>();
        reported.put("account_id", accountId);
        reported.put("type", window.type());
        reported.put("from", window.from().toString());
        reported.put("to", window.to().toString());
        return reported;
    }

    /** An instant as events carry it: RFC 3339, UTC, whole seconds. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
