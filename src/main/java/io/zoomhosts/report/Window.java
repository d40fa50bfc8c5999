package io.zoomhosts.report;

import java.time.LocalDate;

/**
 * One report window: what Zoom is asked about in one run.
 *
 * @param type which hosts, in Zoom's words: {@code active} or {@code inactive}
 * @param from first day, inclusive
 * @param to last day, inclusive; never earlier than {@code from}
 */
public record Window(String type, LocalDate from, LocalDate to) {

    public Window {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a window ends on or after its first day, not " + from + " to " + to);
        }
    }

    /** The key of the window's run events: {@code <type>/<from>/<to>}, dates as {@code yyyy-mm-dd}. */
    public String key() {
        return type + "/" + from + "/" + to;
    }

    @Override
    public String toString() {
        return type + " " + from + " to " + to;
    }
}
