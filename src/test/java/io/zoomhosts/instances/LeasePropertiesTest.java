package io.zoomhosts.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The lease never outlasts what Kafka knows, whatever is slow. */
class LeasePropertiesTest {

    private static final long SESSION = 10_000;
    private static final long TERM = 8_000;

    /** Something that happens, after a time in milliseconds. */
    private record Step(What what, int after) {}

    private enum What {
        SEND,
        ANSWER,
        POLL
    }

    private record Answer(long at, long took) {}

    /** Kafka's client and the thread that polls, with a time of their own. */
    private static final class World {

        private long millis;
        private final Lease lease = new Lease(Duration.ofMillis(SESSION), () -> millis * 1_000_000);
        private final Deque<Long> inFlight = new ArrayDeque<>();
        private final List<Answer> answers = new ArrayList<>();
        private long provenAt;

        private World() {
            lease.joining();
            poll();
            lease.assigned(Set.of(0), 1);
        }

        private void apply(Step step) {
            millis += step.after();
            assertNotTooLong();
            switch (step.what()) {
                case SEND -> inFlight.add(millis);
                case ANSWER -> {
                    if (!inFlight.isEmpty()) {
                        long sent = inFlight.remove();
                        answers.add(new Answer(millis, millis - sent));
                        provenAt = Math.max(provenAt, sent);
                    }
                }
                case POLL -> poll();
            }
            assertNotTooLong();
        }

        private void poll() {
            // Kafka's metric remembers for a session, at least.
            long slowest = answers.stream()
                    .filter(answer -> millis - answer.at() <= SESSION)
                    .mapToLong(Answer::took)
                    .max()
                    .orElse(0);
            lease.look(answers.size(), Duration.ofMillis(slowest));
            lease.polled();
        }

        private void assertNotTooLong() {
            if (lease.state() == State.MEMBER) {
                assertThat(millis - provenAt).isLessThanOrEqualTo(TERM);
            }
        }
    }

    @Property
    void is_never_confirmed_longer_than_the_term_after_an_answered_heartbeat_was_sent(
            @ForAll("steps") List<Step> steps) {
        World world = new World();

        steps.forEach(world::apply);
    }

    @Property
    void is_always_confirmed_while_heartbeats_are_answered_in_time(@ForAll("latencies") List<Integer> latencies) {
        World world = new World();

        for (int latency : latencies) {
            world.apply(new Step(What.SEND, 0));
            boolean answered = false;
            for (int passed = 0; passed < 3300; passed += 100) {
                if (!answered && passed >= latency) {
                    world.apply(new Step(What.ANSWER, 0));
                    answered = true;
                }
                world.apply(new Step(What.POLL, 100));
                assertThat(world.lease.state()).isEqualTo(State.MEMBER);
            }
        }
    }

    @Provide
    Arbitrary<List<Integer>> latencies() {
        return Arbitraries.integers().between(0, 2000).list().ofMinSize(1).ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> pauses = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.integers().between(0, 400)),
                Tuple.of(3, Arbitraries.integers().between(400, 4_000)),
                Tuple.of(1, Arbitraries.integers().between(4_000, 60_000)));
        return Combinators.combine(Arbitraries.of(What.class), pauses)
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(120);
    }
}
