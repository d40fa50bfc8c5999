package io.zoomhosts.run;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Keys seen so far. Of each it keeps the first 16 bytes of its SHA-256, where a set of strings would take a hundred: a window
 * may have a million rows. Two of them share these bytes by chance once in 10^26 windows; the row that would be left out for
 * it would be missing from Zoom's total. Not thread-safe.
 */
final class KeySet {

    /** Two longs for each key, at the first free place from where its hash points. Both are 0 in a free place. */
    private long[] places = new long[2 * 1024];

    private int size;
    private final MessageDigest digest;

    KeySet() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** Adds the key; false if it was there before. */
    boolean add(String key) {
        ByteBuffer chars = ByteBuffer.allocate(2 * key.length());
        chars.asCharBuffer().put(key);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(chars.array()));
        boolean added = put(hash.getLong(), hash.getLong());
        if (added && 4L * ++size > 3L * places.length / 2) {
            grow();
        }
        return added;
    }

    int size() {
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
