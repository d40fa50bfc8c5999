package io.zoomhosts.report;

import java.nio.charset.StandardCharsets;

/**
 * One row of a page, kept as the bytes that Zoom sent: numbers, text and member order stay exactly as they came.
 */
public final class Row {

    private final byte[] page;
    private final int start;
    private final int end;
    private final String key;
    private final String reject;
    private final boolean reserved;
    private final Totals share;
    private String json;

    Row(byte[] page, int start, int end, String key, String reject, boolean reserved, Totals share) {
        this.page = page;
        this.start = start;
        this.end = end;
        this.key = key;
        this.reject = reject;
        this.reserved = reserved;
        this.share = share;
    }

    /** The value of the report's key member; null where the row is a reject. */
    public String key() {
        return key;
    }

    /** Why the row cannot be an event; null where it can. */
    public String reject() {
        return reject;
    }

    /** Whether Zoom sent a member with the reserved name {@code report}. */
    public boolean hasReservedMember() {
        return reserved;
    }

    /** What the row adds to Zoom's totals. */
    Totals share() {
        return share;
    }

    /** The row as JSON text; the same instance at every call. */
    public String json() {
        if (json == null) {
            json = new String(page, start, end - start, StandardCharsets.UTF_8);
        }
        return json;
    }
}
