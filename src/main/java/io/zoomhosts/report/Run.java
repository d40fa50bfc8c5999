package io.zoomhosts.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The collection of one window by one fire: what was seen so far, and what it adds up to. The routes drive it: while it
 * {@link #hasNextPage}, each page is {@link #accept accepted} and its hosts are {@link #published}; then it is
 * {@link #verify verified}. A retry of the same window begins with {@link #restart}. Not thread-safe: a run belongs to
 * the one exchange of its window.
 */
public final class Run {

    private final Report report;
    private final Window window;
    private final String accountId;
    private final Instant fireTime;
    private final String id;
    private final RunLimits limits;
    private final Instant startedAt;

    private RunTrace trace = RunTrace.NONE;
    private Attempt attempt;
    private CompleteRun earlier;
    private String topicId;
    private Instant finishedAt;
    private RunException error;
    private boolean open = true;
    private Duration delay = Duration.ZERO;
    private boolean fenced;
    private boolean undecided;
    private boolean recovered;
    private final Set<String> firsts = new HashSet<>();
    private final Map<Failure, Integer> retries = new EnumMap<>(Failure.class);

    Run(Report report, Window window, String accountId, Instant fireTime, RunLimits limits, Instant startedAt) {
        this.report = report;
        this.window = window;
        this.accountId = accountId;
        this.fireTime = fireTime.truncatedTo(ChronoUnit.SECONDS);
        this.id = seconds(fireTime) + "/" + window.key();
        this.limits = limits;
        // A scheduler may fire some milliseconds early.
        this.startedAt = startedAt.isBefore(fireTime) ? fireTime : startedAt;
        this.attempt = new Attempt(window, limits);
    }

    /** {@code <fire time, RFC 3339 UTC>/<type>/<from>/<to>}: a retry of the same fire keeps it. */
    public String id() {
        return id;
    }

    /** Has the run followed by a trace. */
    void tracedBy(RunTrace by) {
        trace = by;
    }

    /** What follows the run: {@link RunTrace#NONE} where nothing does. */
    public RunTrace trace() {
        return trace;
    }

    /** Since when the window is due. */
    Instant fireTime() {
        return fireTime;
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
        return transactionalIds(report.topic(), accountId) + report.path() + "/" + window.key();
    }

    /** What the transactional ids of all windows of a topic and an account begin with. */
    public static String transactionalIds(String topic, String accountId) {
        return "zoom-hosts/" + topic + "/" + accountId;
    }

    /** Takes note of the id of the topic that its events go to. */
    public void publishesTo(String id) {
        topicId = id;
    }

    /** The id of the topic that its events go to; null where there is no such topic yet. */
    public String topicId() {
        return topicId;
    }

    /** Whether the window is to be tried (again): false once the run is complete or failed for good. */
    public boolean isOpen() {
        return open;
    }

    /** Forgets everything seen: the window starts again from its first page. */
    public void restart() {
        delay = Duration.ZERO;
        fenced = false;
        earlier = null;
        attempt = new Attempt(window, limits);
    }

    /**
     * Takes note that the window is complete for this fire already: another process collected it, or a try whose commit
     * seemed to fail did not.
     */
    void adopt(CompleteRun complete) {
        earlier = complete;
        recovered |= undecided && id.equals(complete.id());
        undecided = false;
        finishedAt = limits.clock().instant();
    }

    /** Takes note that the window is not complete for this fire: the ledger says so, and nobody else has the window. */
    void claimed() {
        undecided = false;
        firsts.clear();
    }

    /**
     * True for the first who asks about something in a try, and false from then on: so a step can begin anew what it
     * writes. Of a try that turns out to have been committed, it stays known.
     */
    public boolean isFirst(String something) {
        return firsts.add(something);
    }

    /** Whether the window is still to be collected by this run. */
    public boolean isDue() {
        return earlier == null;
    }

    /** The run that had collected the window before; null where there is none. */
    CompleteRun earlier() {
        return earlier;
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

    /** The newest page, without the rows that an earlier page had already. */
    public Page page() {
        return attempt.page();
    }

    /**
     * Takes the next page.
     *
     * @throws RunException if paging cannot be trusted from here: another window, a token for the second time, or more
     *     pages than allowed; or if it took too long
     */
    public void accept(Page next) {
        attempt.accept(next);
    }

    /** Counts hosts that were handed to the window's transaction. */
    public void published(int hosts) {
        attempt.published(hosts);
    }

    /**
     * The verdict, once there is no next page.
     *
     * @throws RunException if Zoom says how many rows there are, and other than that many arrived; or if it took too long
     */
    public void verify() {
        attempt.verify();
        finishedAt = limits.clock().instant();
    }

    /** @throws RunException unless nothing of the window is missing: this run has seen all of it, or an earlier one had */
    void checkWhole() {
        if (isDue() && !attempt.isVerified()) {
            throw new RunException(
                    Failure.ROUTE,
                    "a route ended the window before its verdict: was an error handled, or 'stop' used?");
        }
    }

    /** Ends the run as complete: its transaction is committed. */
    void complete() {
        open = false;
    }

    /** Takes note of a try that failed: either there is another one, after {@link #delayMillis}, or the run failed. */
    void tryFailed(RunException reason) {
        RunException why = attempt.orOutOfTime(reason);
        undecided |= attempt.isVerified() && !(reason.getCause() instanceof NotCommittedException);
        int retry = retries.merge(why.failure(), 1, Integer::sum);
        if (retry <= why.failure().retries()) {
            delay = BackOff.before(limits.retryDelay(), retry);
            fenced = why.failure() == Failure.FENCED;
            if (fenced) {
                // Two that took the window from each other are not to do so again at the same time.
                delay = delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() + 1));
            }
            return;
        }
        open = false;
        error = why;
        finishedAt = limits.clock().instant();
    }

    /** Whether a try has failed. */
    public boolean isRetried() {
        return !retries.isEmpty();
    }

    /** Whether the last try ended because another process took the window. */
    public boolean isFenced() {
        return fenced;
    }

    /** Wait before the next try, in milliseconds. */
    public long delayMillis() {
        return delay.toMillis();
    }

    /**
     * Whether the run's end is to be announced as a failed one. A process that stops leaves the window to the next; and of
     * a run that is undecided the ledger may say already that it is complete.
     */
    public boolean isToBeRecorded() {
        return isFailed() && error.failure() != Failure.STOPPED && !undecided;
    }

    /**
     * Whether the run is over, and its end is its own: it is complete, by one of its own tries, or it failed and that is
     * to be recorded.
     */
    public boolean isToBeTold() {
        return isFailed() ? isToBeRecorded() : !open && (isDue() || recovered);
    }

    /** Whether it was committed is not known: Kafka did not answer, and has not been asked since. */
    boolean isUndecided() {
        return undecided;
    }

    public boolean isFailed() {
        return error != null;
    }

    public RunException error() {
        return error;
    }

    private Figures figures() {
        return isDue() ? attempt : earlier;
    }

    public int pages() {
        return figures().pages();
    }

    /** Rows that arrived and are neither rejects nor duplicates. */
    public long distinctRows() {
        return attempt.distinctRows();
    }

    /** Hosts that the run made visible: none if it failed. */
    public long hosts() {
        return isFailed() ? 0 : figures().hosts();
    }

    public long duplicates() {
        return figures().duplicates();
    }

    public long rejected() {
        return figures().rejected();
    }

    public Totals totals() {
        return figures().totals();
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant finishedAt() {
        return finishedAt;
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
