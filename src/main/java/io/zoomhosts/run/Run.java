package io.zoomhosts.run;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The collection of one window for one trigger. The routes drive it: while it {@link #hasNextPage}, each page is
 * {@link #accept accepted} and its rows are {@link #published}; then it is {@link #verify verified}. Each attempt begins
 * with {@link #restart}. Not thread-safe: a run belongs to the one exchange of its window.
 */
public final class Run implements RunView {

    private final Account account;
    private final Window window;
    private final Instant triggeredAt;
    private final String key;
    private final String id;
    private final RunLimits limits;
    private final Instant startedAt;
    private final WindowRetries retries;

    private RunTrace trace = RunTrace.NONE;
    private Attempt attempt;
    private CompleteRun earlier;
    private boolean committed;
    private boolean undecided;
    private boolean recovered;
    private String topicId;
    private Instant finishedAt;
    private Outcome outcome;

    Run(DueWindow due, RunLimits limits, Instant startedAt) {
        this.account = due.account();
        this.window = due.window();
        this.triggeredAt = due.since().truncatedTo(ChronoUnit.SECONDS);
        this.key = keyOf(account, window);
        this.id = seconds(triggeredAt) + "/" + key;
        this.limits = limits;
        this.retries = new WindowRetries(limits.retryDelay());
        // A scheduler may be some milliseconds early.
        this.startedAt = startedAt.isBefore(triggeredAt) ? triggeredAt : startedAt;
        this.attempt = new Attempt(window, limits);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String key() {
        return key;
    }

    /** The key of every run of a window. Not named {@code key}: Camel could not tell it from {@link #key()}. */
    public static String keyOf(Account account, Window window) {
        return account.id() + "/" + window.report().name() + "/" + window.key();
    }

    public Account account() {
        return account;
    }

    @Override
    public String accountId() {
        return account.id();
    }

    public Report report() {
        return window.report();
    }

    @Override
    public Window window() {
        return window;
    }

    /** Since when the window is due, in whole seconds. */
    public Instant triggeredAt() {
        return triggeredAt;
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    public Instant finishedAt() {
        return finishedAt;
    }

    /** Has the run followed by a trace. */
    void tracedBy(RunTrace by) {
        trace = by;
    }

    /** What follows the run: {@link RunTrace#NONE} where nothing does. */
    public RunTrace trace() {
        return trace;
    }

    /** Takes note of the id of the topic that its rows go to. */
    public void publishesTo(String topic) {
        topicId = topic;
    }

    /** The id of the topic that its rows go to; null where there is no such topic yet. */
    public String topicId() {
        return topicId;
    }

    /** Whether the window is to be tried (again): false once the run has an outcome. */
    public boolean isOpen() {
        return outcome == null;
    }

    /** Forgets everything seen: the window starts again from its first page. */
    void restart() {
        retries.begin();
        committed = false;
        earlier = null;
        attempt = new Attempt(window, limits);
    }

    @Override
    public int attempt() {
        return retries.attempts();
    }

    /** Takes note that the window is complete for this trigger already. */
    void completeAlready(CompleteRun complete) {
        earlier = complete;
        recovered |= undecided && id.equals(complete.id());
        undecided = false;
        finishedAt = limits.clock().instant();
    }

    /** Takes note that the window is not complete for this trigger: the ledger says so, and nobody else has the window. */
    void notYetComplete() {
        undecided = false;
    }

    /** Whether the window is still to be collected by this run. */
    public boolean isDue() {
        return earlier == null;
    }

    public boolean hasNextPage() {
        return page() == null || page().nextPageToken() != null;
    }

    public boolean isOnFirstPage() {
        return page() == null;
    }

    /** The token that asks for the next page; null for the first one. */
    public String nextPageToken() {
        return page() == null ? null : page().nextPageToken();
    }

    /** The newest page; null before the first. */
    public Page page() {
        return attempt.page();
    }

    /**
     * Takes the next page.
     *
     * @throws RunException if paging cannot be trusted from here: another window, a token for the second time, or more
     *     pages than allowed; or if it took too long
     */
    void accept(Page next) {
        attempt.accept(next);
    }

    /** The rows of the newest page, without those that an earlier page had already. To be called once for each page. */
    List<Row> distinctRows() {
        return attempt.distinctRows();
    }

    /**
     * Takes note that the newest page is in the window's transaction.
     *
     * @param rows that have a record in the report's own topic
     * @param filtered that have none there
     */
    void published(long rows, long filtered) {
        attempt.published(rows, filtered);
    }

    /**
     * Takes note that a row came too late to be published with its page. Any thread may tell. The run cannot become
     * complete.
     *
     * @return the reason, to be thrown
     */
    public RunException missedRow() {
        return attempt.missedRow();
    }

    /**
     * The verdict, once there is no next page.
     *
     * @throws RunException if Zoom says how many rows there are, and other than that many arrived; if a row that arrived
     *     was not published; or if it took too long
     */
    void verify() {
        attempt.verify();
        finishedAt = limits.clock().instant();
    }

    /** What is left of the time that the attempt's transaction may last. */
    public Duration timeLeft() {
        return attempt.timeLeft();
    }

    /** @throws RunException if no time is left */
    public void checkTime() {
        attempt.checkTime();
    }

    /** Why an attempt ends that takes too long. */
    public RunException outOfTime() {
        return attempt.outOfTime();
    }

    /** @throws RunException unless nothing of the window is missing: this run has seen all of it, or an earlier one had */
    public void checkWhole() {
        if (isDue() && !attempt.isVerified()) {
            throw new RunException(
                    Failure.ROUTE,
                    "a route ended the window before its verdict: was an error handled, or 'stop' used?");
        }
    }

    /** Takes note that Kafka has committed the attempt's transaction: whatever fails from here on, its rows are visible. */
    public void committed() {
        committed = true;
    }

    /** Ends the run as complete: its transaction is committed. */
    void complete() {
        outcome = isDue() ? new Outcome.Complete() : new Outcome.CompleteAlready(earlier, recovered);
    }

    /**
     * Takes note of an attempt that failed: either there is another one, after {@link #delayMillis}, or the run failed.
     *
     * @param unanswered whether Kafka did not say if the attempt is committed
     */
    void attemptFailed(RunException reason, boolean unanswered) {
        RunException why = attempt.orOutOfTime(reason);
        // Nothing of an attempt is committed before its verdict, nor where the window was complete already.
        undecided |= attempt.isVerified() && (unanswered || committed);
        if (!retries.next(why.failure())) {
            outcome = Outcome.failed(why, undecided);
            finishedAt = limits.clock().instant();
        }
    }

    /** Whether an attempt may be committed although it failed: the next one asks the ledger. */
    boolean isUndecided() {
        return undecided;
    }

    /** Whether an attempt has failed. */
    public boolean isRetried() {
        return retries.hasFailed();
    }

    /** Whether the last attempt ended because another process took the window. */
    public boolean isFenced() {
        return retries.isFenced();
    }

    /** Wait before the next attempt, in milliseconds. */
    public long delayMillis() {
        return retries.delay().toMillis();
    }

    /** How the run ended; null while it goes on. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the run has ended, and has an event of its own. */
    public boolean isAnnounced() {
        return outcome != null && outcome.isAnnounced();
    }

    @Override
    public boolean isFailed() {
        return outcome != null && !outcome.isComplete();
    }

    /** Why the run is not complete; null where it is, or goes on. */
    public RunException error() {
        return outcome == null ? null : outcome.error();
    }

    @Override
    public String errorKind() {
        return error() == null ? "" : error().failure().text();
    }

    /** Of the last attempt, or of the run that had collected the window before. */
    @Override
    public Counts counts() {
        return isDue() ? attempt.counts() : earlier.counts();
    }

    /** Rows of the window that have arrived in this attempt, rejects among them, duplicates not. */
    public long arrived() {
        return attempt.arrived();
    }

    /** Whether Zoom's rows of the window were final when the run began. */
    public boolean isSettled() {
        return !startedAt.isBefore(window.settledAt(account.zone()));
    }

    /** Whether the rows that arrived are not as many as Zoom says, and are published all the same. */
    boolean isMismatch() {
        return attempt.isMismatch();
    }

    /** Sums of the rows that are not what Zoom's totals say, by the name of the total. */
    Map<String, Long> differences() {
        return isDue() ? attempt.differences() : Map.of();
    }

    /** The value of the run's event. */
    public Map<String, Object> event() {
        return RunEvent.of(this);
    }

    /** Which report of which account this is: the same members in row events and run events. */
    public Map<String, Object> reported() {
        return RunEvent.reported(this);
    }

    /** An instant as events carry it: RFC 3339, UTC, whole seconds. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
