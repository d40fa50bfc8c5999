package io.zoomhosts.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one run collects: report, parameters and dates.
 *
 * @param parameters the report's varied parameters with their requested values, in the report's order
 * @param from first day, inclusive
 * @param to last day, inclusive; not before {@code from}
 * @param part the part of the subjects that the run asks about, for example {@code 1-of-4}; null for all
 */
public record Window(Report report, Map<String, String> parameters, LocalDate from, LocalDate to, String part) {

    public Window(Report report, Map<String, String> parameters, LocalDate from, LocalDate to) {
        this(report, parameters, from, to, null);
    }

    public Window {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a window cannot end before its first day: " + from + " to " + to);
        }
    }

    /**
     * The name of the window within its report: {@code active/2026-10-01/2026-10-31}, dates as {@code yyyy-mm-dd}, and the part
     * if it has parts.
     */
    public String key() {
        return (parameters.isEmpty() ? "" : variant() + "/") + from + "/" + to + (part == null ? "" : "/" + part);
    }

    /**
     * What the window has in common with those that replace it, without its report: the schedule no longer asks for a window once one
     * of its series ends later. The month to date is replaced by that of the next day and, in the end, by the whole month.
     */
    public String series() {
        return variant() + "/" + report.calendar().seriesOf(from) + "/" + (part == null ? "" : part);
    }

    /** The values of the varied parameters: {@code active}; empty if the report has no varied parameters. */
    public String variant() {
        return joined(parameters);
    }

    static String joined(Map<String, String> parameters) {
        return String.join("/", parameters.values());
    }

    /**
     * What identifies the window in events, as members of {@code report}: the varied parameters by Zoom's names, first and last day,
     * and the part.
     */
    public Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>(parameters);
        asked.put("from", from.toString());
        asked.put("to", to.toString());
        if (part != null) {
            asked.put(Subjects.PART, part);
        }
        return asked;
    }

    /** The parameters of a request, by Zoom's names: the varied parameters, then the days as the report's calendar asks for them. */
    public Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>(parameters);
        if (report.dated()) {
            query.putAll(report.calendar().parameters(from, to));
        }
        return query;
    }

    /** The instant after which Zoom's rows of the window do not change. */
    public Instant settledAt(ZoneId zone) {
        return report.calendar().settledAt(to, zone, report.retention());
    }

    /** Text for messages: {@code hosts active 2026-10-01 to 2026-10-31}. */
    @Override
    public String toString() {
        String variant = parameters.isEmpty() ? "" : " " + variant().replace('/', ' ');
        return report.name() + variant + " " + from + " to " + to + (part == null ? "" : ", part " + part);
    }

    /** Whether the run of this window asks about a subject. */
    public boolean asksAbout(String subject) {
        return part == null || part.equals(report.subjects().partOf(subject));
    }
}
