package io.zoomhosts.sandbox;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * The uuids of meetings and webinars: 16 bytes in base64, as at Zoom. A uuid contains the day and the number of its meeting,
 * disguised by the seed, so nothing is stored.
 */
final class MeetingUuid {
    private static final int BYTES = 2 * Long.BYTES;
    private static final int NUMBER_BITS = 24;

    /** What a uuid contains that a careless client gets wrong in a path. */
    enum Form {
        ANY,
        /** Begins with {@code /}. */
        LEADING_SLASH,
        /** Contains {@code //}. */
        DOUBLE_SLASH,
        /** Contains {@code /}. */
        SLASH,
        /** Contains {@code +}. */
        PLUS
    }

    /**
     * The meeting that a uuid names.
     *
     * @param day since 1970
     * @param number on that day
     */
    record Place(long day, int number) {}

    private final long seed;

    MeetingUuid(long seed) {
        this.seed = seed;
    }

    String of(Place place, Form form) {
        long packed = place.day() << NUMBER_BITS | place.number();
        byte[] bytes = new byte[BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putLong(SeededRandom.mixed(seed ^ SeededRandom.mixed(packed)));
        // Four characters of base64 are three bytes; 62 is a plus, 63 a slash.
        switch (form) {
            case ANY -> {}
            case LEADING_SLASH -> bytes[0] |= (byte) 0b111111_00;
            case DOUBLE_SLASH -> {
                bytes[3] = (byte) 0b111111_11;
                bytes[4] |= (byte) 0b1111_0000;
            }
            case SLASH -> bytes[3] = (byte) 0b111111_00;
            case PLUS -> bytes[3] = (byte) 0b111110_00;
        }
        buffer.putLong(packed ^ disguise(buffer.getLong(0)));
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The place in a uuid; of a uuid that the sandbox never issued, any place or none. */
    Optional<Place> place(String uuid) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(uuid);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long packed = disguise(buffer.getLong()) ^ buffer.getLong();
        return Optional.of(new Place(packed >> NUMBER_BITS, (int) (packed & (1 << NUMBER_BITS) - 1)));
    }

    private long disguise(long first) {
        return SeededRandom.mixed(first ^ seed);
    }
}
