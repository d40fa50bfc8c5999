package io.zoomhosts.instances;

import io.zoomhosts.failure.HandedOverException;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Which accounts this instance works on, and whether that is sure at the moment. All states are here:
 *
 * <table>
 *   <caption>States</caption>
 *   <tr><th>state</th><th>works on</th><th>{@link #check}</th><th>begins with</th></tr>
 *   <tr><td>{@code JOINING}</td><td>nothing</td><td>throws</td><td>the start</td></tr>
 *   <tr><td>{@code MEMBER}</td><td>its parts</td><td>returns</td><td>{@link #assigned}, or a heartbeat that was answered</td></tr>
 *   <tr><td>{@code UNCONFIRMED}</td><td>its parts</td><td>waits</td><td>no answered heartbeat for the term: others may be about to
 *       take over</td></tr>
 *   <tr><td>{@code LOST}</td><td>nothing</td><td>throws</td><td>{@link #lost}: others have taken over</td></tr>
 *   <tr><td>{@code ALONE}</td><td>everything</td><td>returns</td><td>{@link #alone}: this instance may not join</td></tr>
 *   <tr><td>{@code CLOSED}</td><td>nothing</td><td>throws</td><td>{@link #close}; final</td></tr>
 * </table>
 *
 * {@code JOINING}, {@code LOST} and {@code ALONE} end with {@link #assigned}; {@code ALONE} outlasts attempts to join that fail.
 *
 * <p><b>The term.</b> The brokers give the parts to others when a session has passed since the last heartbeat that reached them. An
 * instance that is cut off from Kafka is not told. So it counts: membership is confirmed as of the time when a heartbeat was
 * <em>sent</em>, once that is answered, and for the session less a margin. That time is not known, but it is bounded. The answer
 * arrived after the previous {@link #look}, and no answer took longer than the slowest of late. The bound holds if the process is
 * stopped and continues with an old answer in its socket: Kafka's client counts the stop as part of the time that the answer took.
 *
 * <p>An assignment confirms, too, unless the process was stopped or starved shortly before: then the assignment may be old, and
 * the next heartbeat has to confirm it. Thread-safe.
 */
final class Lease {

    /** What an event changed. */
    record Change(Parts before, Parts after) {

        Predicate<String> gained() {
            return account -> after.contains(account) && !before.contains(account);
        }

        Predicate<String> dropped() {
            return account -> before.contains(account) && !after.contains(account);
        }

        boolean isNone() {
            return before.equals(after);
        }

        boolean isGain() {
            return !before.include(after);
        }

        boolean isDrop() {
            return !after.include(before);
        }
    }

    private final long session;
    /** More than a second for any session that brokers allow by default: others use the full rate as soon as they take over. */
    private final long margin;

    private final LongSupplier nanos;

    /** Any state but UNCONFIRMED, which is MEMBER after the term. */
    private State phase = State.JOINING;

    private Parts parts = Parts.NONE;
    private long since;
    /** When membership was certain; null if it never was. */
    private Long confirmedAt;

    private Long lookedAt;
    private Long stoppedAt;
    private long answered;
    private Long sentAt;

    /** @param nanos {@link System#nanoTime}: the time of day can be changed */
    Lease(Duration session, LongSupplier nanos) {
        this.session = session.toNanos();
        this.margin = Math.min(Duration.ofSeconds(2).toNanos(), this.session / 5);
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    /** An attempt to join begins, with a new consumer. */
    synchronized void joining() {
        answered = 0;
        lookedAt = null;
        sentAt = null;
        stoppedAt = null;
    }

    /**
     * Call this before each poll.
     *
     * @param heartbeats how many heartbeats were answered
     * @param slowest the longest time that an answer has taken of late
     */
    synchronized void look(long heartbeats, Duration slowest) {
        long now = nanos.getAsLong();
        if (lookedAt != null && now - lookedAt > margin) {
            stoppedAt = now;
        }
        if (heartbeats > answered && lookedAt != null) {
            sentAt = lookedAt - Math.max(0, slowest.toNanos());
        }
        answered = heartbeats;
        lookedAt = now;
    }

    /**
     * Call this after each poll. Only now does an answer count: if the brokers said that this instance is no longer a member,
     * the poll has called {@link #lost}.
     */
    synchronized void polled() {
        if (sentAt != null) {
            confirm(sentAt);
            sentAt = null;
        }
    }

    /** @param of how many parts there are */
    synchronized Change assigned(Set<Integer> more, int of) {
        Parts kept = phase == State.ALONE ? Parts.NONE : parts;
        if (phase == State.CLOSED) {
            return none();
        }
        boolean isNew = phase != State.MEMBER;
        Change change = become(State.MEMBER, kept.plus(more, of));
        if (isNew) {
            confirmedAt = null;
        }
        if (lookedAt != null && (stoppedAt == null || nanos.getAsLong() - stoppedAt > session)) {
            confirm(lookedAt);
        }
        return change;
    }

    synchronized Change revoked(Set<Integer> fewer) {
        return phase == State.MEMBER ? become(phase, parts.minus(fewer)) : none();
    }

    /** This instance is no longer a member, or its consumer failed. */
    synchronized Change lost() {
        stoppedAt = null; // assignments that follow are new
        return phase == State.MEMBER ? become(State.LOST, Parts.NONE) : none();
    }

    /** This instance may not join. */
    synchronized Change alone() {
        return phase == State.CLOSED ? none() : become(State.ALONE, Parts.ALL);
    }

    synchronized Change close() {
        return become(State.CLOSED, Parts.NONE);
    }

    private Change none() {
        return new Change(parts, parts);
    }

    private Change become(State next, Parts then) {
        Change change = new Change(parts, then);
        if (next != phase) {
            since = nanos.getAsLong();
        }
        phase = next;
        parts = then;
        notifyAll();
        return change;
    }

    private void confirm(long at) {
        if (phase == State.MEMBER && (confirmedAt == null || at - confirmedAt > 0)) {
            confirmedAt = at;
            notifyAll();
        }
    }

    /** Whether this instance works on the account, confirmed or not. */
    synchronized boolean owns(String accountId) {
        return parts.contains(accountId);
    }

    /**
     * Waits until it is sure that this instance works on the account.
     *
     * @throws HandedOverException if it does not, or no longer does
     */
    synchronized void check(String accountId) throws InterruptedException {
        while (parts.contains(accountId)) {
            if (state() != State.UNCONFIRMED) {
                return;
            }
            wait();
        }
        throw new HandedOverException(accountId);
    }

    synchronized State state() {
        boolean overdue =
                phase == State.MEMBER && (confirmedAt == null || nanos.getAsLong() - confirmedAt > session - margin);
        return overdue ? State.UNCONFIRMED : phase;
    }

    synchronized Parts parts() {
        return parts;
    }

    /** How long ago a member was last confirmed; for other states and a new member, how long the state has lasted. */
    synchronized Duration age() {
        boolean confirmed = phase == State.MEMBER && confirmedAt != null;
        return Duration.ofNanos(nanos.getAsLong() - (confirmed ? confirmedAt : since));
    }
}
