package io.zoomhosts.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.HandedOverException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The states of an instance, and how long it may work without an answer of Kafka. The session is 10 s, so the margin is 2 s. */
class LeaseTest {

    private static final String ACCOUNT = "account";

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it wraps around in each test
    private final Lease lease = new Lease(Duration.ofSeconds(10), nanos::get);
    private long heartbeats;

    @Test
    void works_on_nothing_before_it_has_joined() {
        lease.joining();
        round();

        assertThat(lease.state()).isEqualTo(State.JOINING);
        assertThat(lease.owns(ACCOUNT)).isFalse();
        assertRefused();
    }

    @Test
    void is_confirmed_by_its_assignment() {
        join();

        assertThat(lease.state()).isEqualTo(State.MEMBER);
        assertThat(lease.owns(ACCOUNT)).isTrue();
        assertAllowed();
    }

    @Test
    void is_no_longer_confirmed_after_the_session_less_the_margin() {
        join();

        polls(Duration.ofSeconds(8));
        assertThat(lease.state()).isEqualTo(State.MEMBER);
        nanos.incrementAndGet();

        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
        assertThat(lease.owns(ACCOUNT)).isTrue();
    }

    @Test
    void stays_confirmed_while_heartbeats_are_answered() {
        join();

        for (int nth = 0; nth < 20; nth++) {
            polls(Duration.ofMillis(3400));
            heartbeats++;
            assertThat(lease.state()).isEqualTo(State.MEMBER);
        }
    }

    @Test
    void counts_an_answer_from_the_time_when_its_heartbeat_was_sent() {
        join();
        polls(Duration.ofSeconds(6));
        heartbeats++;
        round(Duration.ofSeconds(5)); // sent 1 s after the assignment, or later

        polls(Duration.ofMillis(2800)); // 9 s after the assignment
        assertThat(lease.state()).isEqualTo(State.MEMBER);
        polls(Duration.ofMillis(400));

        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
    }

    @Test
    void does_not_count_an_answer_until_the_poll_that_may_say_otherwise() {
        join();
        polls(Duration.ofSeconds(9));

        lease.look(++heartbeats, Duration.ZERO);
        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
        lease.lost();
        lease.polled();

        assertThat(lease.state()).isEqualTo(State.LOST);
        assertRefused();
    }

    @Test
    void a_stopped_process_does_not_trust_an_answer_from_before_it_stopped() {
        join();
        polls(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(60));

        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
        round();
        heartbeats++;
        round(Duration.ofSeconds(60));
        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
        heartbeats++;
        round();

        assertThat(lease.state()).isEqualTo(State.MEMBER);
    }

    @Test
    void a_stopped_process_does_not_trust_an_assignment_from_before_it_stopped() {
        lease.joining();
        round();
        pass(Duration.ofSeconds(60));
        round();
        lease.assigned(Set.of(0), 1);

        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
        polls(Duration.ofSeconds(1));
        heartbeats++;
        round();

        assertThat(lease.state()).isEqualTo(State.MEMBER);
    }

    @Test
    void trusts_the_assignment_after_a_loss_that_it_has_noticed() {
        join();
        pass(Duration.ofSeconds(60));
        round();
        lease.lost();
        polls(Duration.ofSeconds(1));
        lease.assigned(Set.of(0), 1);

        assertThat(lease.state()).isEqualTo(State.MEMBER);
    }

    @Test
    void a_confirmation_does_not_outlast_its_membership() {
        join();
        lease.lost();
        pass(Duration.ofSeconds(3));
        round();
        lease.assigned(Set.of(0), 1);

        assertThat(lease.state()).isEqualTo(State.UNCONFIRMED);
    }

    @Test
    void a_check_waits_until_membership_is_confirmed_again() {
        join();
        polls(Duration.ofSeconds(9));
        CompletableFuture<Void> check = checkElsewhere();

        heartbeats++;
        round();

        assertThat(check).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void a_check_that_waits_ends_when_the_account_is_lost() {
        join();
        polls(Duration.ofSeconds(9));
        CompletableFuture<Void> check = checkElsewhere();

        lease.lost();

        assertHandedOver(check);
    }

    @Test
    void a_check_that_waits_ends_on_close() {
        join();
        polls(Duration.ofSeconds(9));
        CompletableFuture<Void> check = checkElsewhere();

        lease.close();

        assertHandedOver(check);
    }

    @Test
    void a_check_that_waits_can_be_interrupted() {
        join();
        polls(Duration.ofSeconds(9));
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                lease.check(ACCOUNT);
                thrown.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                thrown.complete(e);
            }
        });
        waiting.start();

        waiting.interrupt();

        assertThat(thrown).succeedsWithin(Duration.ofSeconds(5)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void hands_over_only_the_parts_that_are_revoked() {
        lease.joining();
        round();
        lease.assigned(Set.of(0, 1, 2), 256);

        Lease.Change change = lease.revoked(Set.of(1));

        assertThat(change.after()).isEqualTo(new Parts(Set.of(0, 2), 256));
        assertThat(lease.parts()).isEqualTo(change.after());
        assertThat(change.dropped()).accepts(accountIn(1)).rejects(accountIn(0));
    }

    @Test
    void gains_only_what_it_did_not_work_on() {
        lease.joining();
        round();
        lease.assigned(Set.of(0), 256);

        Lease.Change change = lease.assigned(Set.of(1), 256);

        assertThat(change.gained()).accepts(accountIn(1)).rejects(accountIn(0), accountIn(2));
        assertThat(change.dropped()).rejects(accountIn(0), accountIn(1));
    }

    @Test
    void alone_it_works_on_everything_and_needs_no_answer() {
        assertThat(lease.alone().gained()).accepts(ACCOUNT);
        pass(Duration.ofDays(1));

        assertThat(lease.state()).isEqualTo(State.ALONE);
        assertAllowed();
    }

    @Test
    void attempts_to_join_that_fail_do_not_change_that_it_works_alone() {
        lease.alone();
        lease.joining();
        round();

        assertThat(lease.lost().isNone()).isTrue();
        assertThat(lease.state()).isEqualTo(State.ALONE);
    }

    @Test
    void hands_over_the_rest_when_it_is_no_longer_alone() {
        lease.alone();
        lease.joining();
        round();

        Lease.Change change = lease.assigned(Set.of(0), 256);

        assertThat(lease.state()).isEqualTo(State.MEMBER);
        assertThat(change.dropped()).accepts(accountIn(1)).rejects(accountIn(0));
        assertThat(change.gained()).rejects(accountIn(0), accountIn(1));
    }

    @Test
    void nothing_follows_a_close() {
        join();
        lease.close();

        lease.assigned(Set.of(0), 1);
        lease.alone();

        assertThat(lease.state()).isEqualTo(State.CLOSED);
        assertThat(lease.parts()).isEqualTo(Parts.NONE);
        assertRefused();
    }

    private static String accountIn(int part) {
        Parts one = new Parts(Set.of(part), 256);
        for (int nth = 0; ; nth++) {
            if (one.contains("account-" + nth)) {
                return "account-" + nth;
            }
        }
    }

    private void join() {
        lease.joining();
        round();
        lease.assigned(Set.of(0), 1);
    }

    private void round() {
        round(Duration.ZERO);
    }

    private void round(Duration slowest) {
        lease.look(heartbeats, slowest);
        lease.polled();
    }

    /** Polls every 200 ms for a time. */
    private void polls(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += 200) {
            round();
            pass(Duration.ofMillis(200));
        }
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private CompletableFuture<Void> checkElsewhere() {
        CompletableFuture<Thread> on = new CompletableFuture<>();
        CompletableFuture<Void> check = CompletableFuture.runAsync(() -> {
            on.complete(Thread.currentThread());
            try {
                lease.check(ACCOUNT);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> on.join().getState() == Thread.State.WAITING);
        return check;
    }

    private void assertAllowed() {
        assertThatCode(() -> lease.check(ACCOUNT)).doesNotThrowAnyException();
    }

    private void assertRefused() {
        assertThatExceptionOfType(HandedOverException.class)
                .isThrownBy(() -> lease.check(ACCOUNT))
                .matches(e -> e.failure() == Failure.STOPPED);
    }

    private static void assertHandedOver(CompletableFuture<Void> check) {
        assertThat(check)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(HandedOverException.class);
    }
}
