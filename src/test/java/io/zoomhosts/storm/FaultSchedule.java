package io.zoomhosts.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When which fault hits what: a function of the seed. Faults of a {@link Lane} come one after the other; those of different lanes
 * overlap.
 */
final class FaultSchedule {

    /** What a fault is done to. */
    enum Lane {
        INSTANCES(3000, 9000),
        BROKERS(7000, 15_000),
        LINKS(4000, 12_000),
        ZOOM(6000, 16_000);

        private final int minPauseMillis;
        private final int maxPauseMillis;

        Lane(int minPauseMillis, int maxPauseMillis) {
            this.minPauseMillis = minPauseMillis;
            this.maxPauseMillis = maxPauseMillis;
        }
    }

    enum Kind {
        /** SIGKILL; another start at the end. */
        KILL_INSTANCE(Lane.INSTANCES, 5, 0, 6000),
        /** SIGSTOP, then SIGCONT, before or after the session time-out. */
        PAUSE_INSTANCE(Lane.INSTANCES, 2, 2000, 20_000),
        /** SIGTERM, then another start. */
        RESTART_INSTANCE(Lane.INSTANCES, 2, 0, 2000),
        /** SIGKILL, and a start with a clock that is two hours fast or slow; at the end a start with the right clock. */
        MOVE_CLOCK(Lane.INSTANCES, 1, 15_000, 30_000),
        /** SIGKILL; another start at the end, as for all that kill brokers. */
        KILL_BROKER(Lane.BROKERS, 2, 1000, 8000),
        /** The broker that leads a partition of the rows. */
        KILL_LEADER(Lane.BROKERS, 2, 1000, 8000),
        /** The broker that leads a partition of the transactions. */
        KILL_COORDINATOR(Lane.BROKERS, 2, 1000, 8000),
        /** SIGSTOP, then SIGCONT. */
        PAUSE_BROKER(Lane.BROKERS, 2, 1000, 10_000),
        /** The other brokers do not reach this one. */
        CUT_OFF_BROKER(Lane.BROKERS, 2, 2000, 12_000),
        /** All brokers stop, and start again when the last one is gone. */
        RESTART_ALL_BROKERS(Lane.BROKERS, 1, 0, 1000),
        /** The topic of rows accepts no batch of the usual size. */
        SMALL_BATCHES(Lane.BROKERS, 1, 2000, 6000),
        /** An instance does not reach one broker. */
        CUT_LINK(Lane.LINKS, 2, 2000, 15_000),
        /** An instance does not reach any broker, and Zoom very well. */
        CUT_OFF_INSTANCE(Lane.LINKS, 2, 2000, 20_000),
        /** Everything between an instance and the brokers takes longer. */
        SLOW_LINKS(Lane.LINKS, 2, 3000, 12_000),
        /** All connections between an instance and the brokers close. */
        RESET_LINKS(Lane.LINKS, 1, 0, 1),
        /** Zoom closes every connection. */
        ZOOM_AWAY(Lane.ZOOM, 1, 2000, 8000),
        /** A third of the answers: 429, 5xx, late, truncated, no answer, token expired. */
        ZOOM_FAULTS(Lane.ZOOM, 3, 3000, 12_000);

        private final Lane lane;
        private final int weight;
        private final int minMillis;
        private final int maxMillis;

        Kind(Lane lane, int weight, int minMillis, int maxMillis) {
            this.lane = lane;
            this.weight = weight;
            this.minMillis = minMillis;
            this.maxMillis = maxMillis;
        }

        Lane lane() {
            return lane;
        }
    }

    /**
     * One fault.
     *
     * @param at when it begins, after the start of the storm
     * @param until when it ends
     * @param target which of the things it hits, 0 or more
     * @param detail what else there is to choose, 0 or more
     */
    record Hit(Kind kind, Duration at, Duration until, int target, int detail) {

        @Override
        public String toString() {
            return "%6.1f s to %6.1f s: %s (%d, %d)"
                    .formatted(at.toMillis() / 1000.0, until.toMillis() / 1000.0, kind, target, detail);
        }
    }

    private FaultSchedule() {}

    /**
     * The faults of a lane, in their order.
     *
     * @param lasts when the last fault has ended
     * @param kinds the faults that may come
     */
    static List<Hit> of(Lane lane, long seed, Duration lasts, Set<Kind> kinds) {
        List<Kind> choice = Stream.of(Kind.values())
                .filter(kind -> kind.lane == lane && kinds.contains(kind))
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight))
                .toList();
        List<Hit> hits = new ArrayList<>();
        Random random = new Random(seed * Lane.values().length + lane.ordinal());
        for (long at = 0; !choice.isEmpty(); ) {
            at += between(random, lane.minPauseMillis, lane.maxPauseMillis);
            Kind kind = choice.get(random.nextInt(choice.size()));
            long until = at + between(random, kind.minMillis, kind.maxMillis);
            int target = random.nextInt(1 << 16);
            int detail = random.nextInt(1 << 16);
            if (until > lasts.toMillis()) {
                break;
            }
            hits.add(new Hit(kind, Duration.ofMillis(at), Duration.ofMillis(until), target, detail));
            at = until;
        }
        return List.copyOf(hits);
    }

    private static int between(Random random, int min, int max) {
        return min + random.nextInt(max - min + 1);
    }
}
