package io.zoomhosts.run;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Window;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * The collection of one window for one trigger. The routes drive it: each attempt starts with {@link #restart}, and in a report by
 * subject with {@link #asksAbout}. While it {@link #hasNextPage}, pages are {@link #nextRequest requested}, each page is
 * {@link #accept accepted}, and its rows are {@link #published}. Then it is {@link #verify verified}. Not thread-safe, except for
 * {@link #missedRow}: a run belongs to the exchange of its window.
 */
public final class Run implements RunView {

    private final Account account;
    private final Window window;
    private final Instant triggeredAt;
    private final String key;
    private final String id;
    private final RunLimits limits;
    private final Instant startedAt;
    private final Instant settledAt;
    private final WindowRetries retries;

    private RunTrace trace = RunTrace.NONE;
    private Attempt attempt;
    private URI apiUrl;
    private boolean subjectsSettled = true;
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
        // A scheduler may fire some milliseconds early.
        this.startedAt = startedAt.isBefore(triggeredAt) ? triggeredAt : startedAt;
        this.settledAt = window.settledAt(account.zone());
        this.attempt = new Attempt(account.id(), window, limits);
        this.apiUrl = account.apiUrl();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String key() {
        return key;
    }

    /** The key of every run of a window. Not named {@code key}: Camel could not distinguish it from {@link #key()}. */
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

    /** When the window became due, in whole seconds. */
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

    /** Sets the trace of the run. */
    void tracedBy(RunTrace by) {
        trace = by;
    }

    /** The trace of the run: {@link RunTrace#NONE} if it has none. */
    public RunTrace trace() {
        return trace;
    }

    /** Records the id of the topic that its rows go to. */
    public void publishesTo(String topic) {
        topicId = topic;
    }

    /** The id of the topic that its rows go to; null if that topic does not exist yet. */
    public String topicId() {
        return topicId;
    }

    /** Whether another attempt follows or is in progress: false once the run has an outcome. */
    public boolean isOpen() {
        return outcome == null;
    }

    /** Starts an attempt from the first page and discards what earlier attempts collected. */
    void restart() {
        retries.begin();
        committed = false;
        earlier = null;
        attempt = new Attempt(account.id(), window, limits);
        apiUrl = account.apiUrl();
    }

    /** Base URL of Zoom's API in this attempt: all its pages come from one address. */
    public URI apiUrl() {
        return apiUrl;
    }

    /**
     * Sets the subjects of this attempt.
     *
     * @param settled whether the report that they come from was final
     */
    public void asksAbout(List<String> subjects, boolean settled) {
        subjectsSettled = settled;
        attempt.toCome()
                .begin(subjects.stream()
                        .map(subject -> PageRequest.first(account.id(), window, subject))
                        .toList());
    }

    @Override
    public int attempt() {
        return retries.attempts();
    }

    /** Records that the window is already complete for this trigger. */
    void completeAlready(CompleteRun complete) {
        earlier = complete;
        recovered |= undecided && id.equals(complete.id());
        undecided = false;
        finishedAt = limits.clock().instant();
    }

    /** Records that the window is not complete for this trigger: the ledger has no such run, and other processes are fenced. */
    void notYetComplete() {
        undecided = false;
    }

    /** Whether this run still has to collect the window. */
    public boolean isDue() {
        return earlier == null;
    }

    /** Whether a page of the window has not arrived yet. */
    public boolean hasNextPage() {
        return attempt.toCome().areExpected();
    }

    /**
     * Takes the next page to request. Several may be requested at a time.
     *
     * @return null if there is none, or none before another page arrives
     */
    public PageRequest nextRequest() {
        return attempt.toCome().take();
    }

    /** The number of pages requested in this attempt. */
    public int requested() {
        return attempt.toCome().requested();
    }

    /** The number of subjects of which all pages have arrived; 0 in a report without subjects. */
    public int endedSubjects() {
        return attempt.endedSubjects();
    }

    /** The latest page; null before the first. */
    public Page page() {
        return attempt.page();
    }

    /**
     * Accepts the next page.
     *
     * @throws RunException if the page is about another window, repeats a page token, or exceeds the allowed number of
     *     pages; or if the attempt is out of time
     */
    void accept(Page next) {
        attempt.accept(next);
    }

    /** The rows of the latest page without duplicates of earlier rows. Counts them: call it exactly once per page. */
    List<Row> distinctRows() {
        return attempt.distinctRows();
    }

    /**
     * Records that the latest page is in the window's transaction.
     *
     * @param rows the number of rows with a record in the report's topic
     * @param filtered the number of rows without one
     */
    void published(long rows, long filtered) {
        attempt.published(rows, filtered);
    }

    /**
     * Records that a row came too late to be published with its page, so the attempt cannot become complete. Thread-safe.
     *
     * @return the exception to throw
     */
    public RunException missedRow() {
        return attempt.missedRow();
    }

    /**
     * Verifies that the window is complete. Call it once there is no next page.
     *
     * @throws RunException if the number of rows differs from Zoom's total and {@code zoom.on-mismatch} is {@code fail}; if
     *     rows repeat a key and the report has no total; if a row that arrived was not published; or if the attempt is out
     *     of time
     */
    void verify() {
        attempt.verify();
        finishedAt = limits.clock().instant();
    }

    /** The remaining time of the attempt's transaction; negative once it is over. */
    public Duration timeLeft() {
        return attempt.timeLeft();
    }

    /** @throws RunException if the attempt is out of time */
    public void checkTime() {
        attempt.checkTime();
    }

    /** The exception for an attempt that is out of time. */
    public RunException outOfTime() {
        return attempt.outOfTime();
    }

    /** @throws RunException unless this attempt is verified, or an earlier run completed the window */
    public void checkWhole() {
        if (isDue() && !attempt.isVerified()) {
            throw new RunException(
                    Failure.ROUTE,
                    "a route ended the window before it was verified. Look for a step that handles an error or uses 'stop'");
        }
    }

    /** Records that Kafka committed the attempt's transaction. Its rows stay visible even if a later step fails. */
    public void committed() {
        committed = true;
    }

    /** Ends the run as complete. Call it after the commit. */
    void complete() {
        outcome = isDue() ? new Outcome.Complete() : new Outcome.CompleteAlready(earlier, recovered);
    }

    /**
     * Records a failed attempt. Either another attempt follows after {@link #delayMillis}, or the run has failed.
     *
     * @param unanswered whether Kafka was asked to commit the attempt and did not answer
     */
    void attemptFailed(RunException reason, boolean unanswered) {
        RunException why = attempt.orOutOfTime(reason);
        // Only a verified attempt can have committed rows.
        undecided |= attempt.isVerified() && (unanswered || committed);
        if (!retries.next(why.failure())) {
            outcome = Outcome.failed(why, undecided);
            finishedAt = limits.clock().instant();
        }
    }

    /** Whether a failed attempt may have been committed. The next attempt checks the ledger. */
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

    /** The outcome of the run; null while it is in progress. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the run has ended and has a run event. */
    public boolean isAnnounced() {
        return outcome != null && outcome.isAnnounced();
    }

    @Override
    public boolean isFailed() {
        return outcome != null && !outcome.isComplete();
    }

    /** Why the run is not complete; null if it is complete or in progress. */
    public RunException error() {
        return outcome == null ? null : outcome.error();
    }

    @Override
    public String errorKind() {
        return error() == null ? "" : error().failure().text();
    }

    /** The counts of the last attempt, or of the earlier run that completed the window. */
    @Override
    public Counts counts() {
        return isDue() ? attempt.counts() : earlier.counts();
    }

    /** The number of rows that arrived in this attempt, including rejected rows, excluding duplicates. */
    public long arrived() {
        return attempt.arrived();
    }

    /** Whether Zoom's rows of the window were final when the run started. */
    public boolean isSettled() {
        return subjectsSettled && !startedAt.isBefore(settledAt);
    }

    /** Whether the number of rows differs from Zoom's total, of the window or of a subject. */
    boolean isMismatch() {
        return attempt.isMismatch();
    }

    /** What proves that the window is whole: words of the run event. */
    List<String> proof() {
        return attempt.proof();
    }

    /** The sums over the rows that differ from Zoom's totals, by the name of the total. */
    Map<String, Long> differences() {
        return isDue() ? attempt.differences() : Map.of();
    }

    /** The value of the run's event. */
    public Map<String, Object> event() {
        return RunEvent.of(this);
    }

    /** Formats an instant for events: RFC 3339, UTC, whole seconds. */
    public static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
