package io.zoomhosts.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * One row of a page, stored as the bytes that Zoom sent, so that numbers, text and member order stay exactly the same.
 */
public final class Row {

    /** The length of {@code yyyy-mm-dd}, with which Zoom's formats of time begin. */
    private static final int DAY = 10;

    private final byte[] page;
    private final int start;
    private final int end;
    private final String key;
    private final String reject;
    private final String time;
    private final boolean reserved;
    private final Long[] contributions;

    /** Most rows are published as the bytes that they are. */
    private String json;

    Row(
            byte[] page,
            int start,
            int end,
            String key,
            String reject,
            String time,
            boolean reserved,
            Long[] contributions) {
        this.page = page;
        this.start = start;
        this.end = end;
        this.key = key;
        this.reject = reject;
        this.time = time;
        this.reserved = reserved;
        this.contributions = contributions;
    }

    /** The record's key; null if the row is a reject. */
    public String key() {
        return key;
    }

    /** This row, with its number among the rows of the same hash in its key. */
    public Row numbered(int number) {
        return new Row(page, start, end, RowKey.numbered(key, number), reject, time, reserved, contributions);
    }

    /** The day of the row's time, as Zoom wrote it; empty if it has none, or it does not begin with a day. */
    public Optional<LocalDate> day() {
        try {
            return time == null || time.length() < DAY
                    ? Optional.empty()
                    : Optional.of(LocalDate.parse(time.substring(0, DAY)));
        } catch (DateTimeParseException another) {
            return Optional.empty();
        }
    }

    /** The reason why the row cannot become an event; null if it can. */
    public String reject() {
        return reject;
    }

    /** Whether Zoom sent a member with the reserved name {@code report}. */
    public boolean hasReservedMember() {
        return reserved;
    }

    /** What the row adds to the total with this index in {@link Report#totals}; null if the row does not contain it. */
    Long contribution(int total) {
        return contributions[total];
    }

    /** The row as Zoom sent it, in UTF-8. */
    public byte[] bytes() {
        return Arrays.copyOfRange(page, start, end);
    }

    /** The row as Zoom sent it, which must be an object, with one more member at the end. */
    public byte[] with(String member, byte[] value) {
        byte[] name = (",\"" + member + "\":").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(end - start + name.length + value.length)
                .put(page, start, end - start - 1)
                .put(name)
                .put(value)
                .put((byte) '}')
                .array();
    }

    /** The row as JSON text. Every call returns the same instance. */
    public synchronized String json() {
        if (json == null) {
            json = new String(page, start, end - start, StandardCharsets.UTF_8);
        }
        return json;
    }
}
