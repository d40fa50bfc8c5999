package io.zoomhosts.sandbox;

/**
 * Pseudo-random numbers that are a pure function of a seed and a subject: SplitMix64 (Steele, Lea and Flood, 2014) without
 * state, so that any row can be made without the rows before it.
 */
final class SeededRandom {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long seed;

    SeededRandom(long seed) {
        this.seed = mixed(seed);
    }

    /** The numbers of a more specific subject. */
    SeededRandom about(long subject) {
        return new SeededRandom(seed + GOLDEN_GAMMA * (subject + 1));
    }

    /** A number for a topic: equal topics give equal numbers, different topics unrelated ones. */
    long number(int topic) {
        return mixed(seed + GOLDEN_GAMMA * (topic + 1));
    }

    /** At least 0 and below the bound. */
    int below(int bound, int topic) {
        return (int) Long.remainderUnsigned(number(topic), bound);
    }

    /** The finalizer of SplitMix64: a bijection of 64 bits. */
    static long mixed(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
