package io.zoomhosts.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.ThreadLocalRandom;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * A memory-efficient set of the keys seen so far. A window may have a million rows, so it stores 128 bits for each key: its xxHash
 * with two seeds. A set of strings would need about 100 bytes for each. Two keys of a window collide once in 10^26 windows. A collision
 * would skip a row, and the row count would then differ from Zoom's total, so it cannot go unnoticed. Every set has its own seeds, so that
 * it does not happen again when the window is retried. Not thread-safe.
 */
public final class KeySet {

    private static final XXHash64 HASH = XXHashFactory.safeInstance().hash64();

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final long otherSeed = ThreadLocalRandom.current().nextLong();

    /** An open-addressing hash table with linear probing. Two longs per key; both are 0 in a free place. */
    private long[] places = new long[2 * 1024];

    private int size;

    /**
     * Adds the key. Returns false if the set already contains it.
     *
     * @param key without halves of surrogate pairs
     */
    public boolean add(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        boolean added = put(HASH.hash(bytes, 0, bytes.length, seed), HASH.hash(bytes, 0, bytes.length, otherSeed));
        if (added && 4L * ++size > 3L * places.length / 2) {
            grow();
        }
        return added;
    }

    public int size() {
        return size;
    }

    private boolean put(long high, long low) {
        int mask = places.length - 1;
        for (int place = (int) high << 1 & mask; ; place = place + 2 & mask) {
            if (places[place] == high && places[place + 1] == low) {
                return false;
            }
            if (places[place] == 0 && places[place + 1] == 0) {
                places[place] = high;
                places[place + 1] = low;
                return true;
            }
        }
    }

    private void grow() {
        long[] full = places;
        places = new long[2 * full.length];
        for (int place = 0; place < full.length; place += 2) {
            if (full[place] != 0 || full[place + 1] != 0) {
                put(full[place], full[place + 1]);
            }
        }
    }
}
