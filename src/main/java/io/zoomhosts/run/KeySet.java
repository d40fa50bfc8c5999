package io.zoomhosts.run;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A memory-efficient set of the keys seen so far. A window may have a million rows, so it stores the first 16 bytes of each
 * key's SHA-256; a set of strings would need about 100 bytes per key. Two keys of a window collide once in 10^26 windows. A
 * collision would skip a row, and the row count would then differ from Zoom's total, so it cannot go unnoticed. Not
 * thread-safe.
 */
public final class KeySet {

    /** An open-addressing hash table with linear probing. Two longs per key; both are 0 in a free place. */
    private long[] places = new long[2 * 1024];

    private int size;
    private final MessageDigest digest;

    public KeySet() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must support SHA-256", e);
        }
    }

    /** Adds the key. Returns false if the set already contains it. */
    public boolean add(String key) {
        ByteBuffer chars = ByteBuffer.allocate(2 * key.length());
        chars.asCharBuffer().put(key);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(chars.array()));
        boolean added = put(hash.getLong(), hash.getLong());
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
