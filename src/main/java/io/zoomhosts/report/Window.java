package io.zoomhosts.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Zoom is asked about in one run.
 *
 * @param parameters the report's varied parameters, each with the value that is asked for; in the report's order
 * @param from first day, inclusive
 * @param to last day, inclusive; never earlier than {@code from}
 */
public record Window(Report report, Map<String, String> parameters, LocalDate from, LocalDate to) {

    public Window {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a window ends on or after its first day, not " + from + " to " + to);
        }
    }

    /** Names the window within its report: {@code active/2026-10-01/2026-10-31}, dates as {@code yyyy-mm-dd}. */
    public String key() {
        return (parameters.isEmpty() ? "" : variant() + "/") + from + "/" + to;
    }

    /** The values of the varied parameters: {@code active}; empty where the report varies nothing. */
    public String variant() {
        return joined(parameters);
    }

    static String joined(Map<String, String> parameters) {
        return String.join("/", parameters.values());
    }

    /** What was asked, as members of {@code report} in events: Zoom's own names of the parameters, then the dates. */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>(parameters);
        asked.put("from", from.toString());
        asked.put("to", to.toString());
        return asked;
    }

    /** The instant from which Zoom's rows of the window no longer change. */
    public Instant settledAt(ZoneId zone) {
        return report.calendar().settledAt(to, zone);
    }

    /** For messages: {@code hosts active 2026-10-01 to 2026-10-31}. */
    @Override
    public String toString() {
        String variant = parameters.isEmpty() ? "" : " " + variant().replace('/', ' ');
        return report.name() + variant + " " + from + " to " + to;
    }
}
