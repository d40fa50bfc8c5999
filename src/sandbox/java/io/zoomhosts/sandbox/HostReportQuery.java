package io.zoomhosts.sandbox;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The validated parameters of a request for {@code /v2/report/users}.
 *
 * @param window as echoed in the answer, narrowed to a month
 * @param pageSize rows on a page, 1 to 300
 * @param pageToken {@code next_page_token} of the request; empty for the first page
 * @param bound the other parameters in a fixed notation, to which page tokens are bound
 */
record HostReportQuery(SandboxWindow window, int pageSize, Optional<String> pageToken, String bound) {
    private static final String TOKEN = "next_page_token";
    private static final int DEFAULT_PAGE_SIZE = 30;
    private static final int LARGEST_PAGE_SIZE = 300;

    /** @throws Refused when a parameter is missing, malformed or out of range; the message says which */
    static HostReportQuery of(Map<String, String> parameters, Instant now) throws Refused {
        String type = parameters.getOrDefault("type", "inactive"); // undocumented default, as other users report
        if (!type.equals("active") && !type.equals("inactive")) {
            throw Refused.parameter("Invalid field: type.");
        }
        LocalDate from = date(parameters, "from");
        LocalDate to = date(parameters, "to");
        if (from.isAfter(to)) {
            throw Refused.parameter("The parameter from must not be after to.");
        }
        if (from.isBefore(LocalDate.ofInstant(now, ZoneOffset.UTC).minusMonths(6))) {
            throw Refused.parameter("Only the data of the last six months is available: from.");
        }
        LocalDate latest = from.plusMonths(1);
        Optional<String> group = Optional.ofNullable(parameters.get("group_id")).filter(id -> !id.isEmpty());
        Map<String, String> bound = new TreeMap<>(parameters);
        bound.remove(TOKEN);
        return new HostReportQuery(
                new SandboxWindow(type, from, to.isAfter(latest) ? latest : to, group),
                pageSize(parameters),
                Optional.ofNullable(parameters.get(TOKEN)).filter(token -> !token.isEmpty()),
                bound.toString());
    }

    private static LocalDate date(Map<String, String> parameters, String name) throws Refused {
        String text = parameters.get(name);
        if (text == null) {
            throw Refused.parameter("Missing required parameter: " + name + ".");
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw Refused.parameter("Invalid field: " + name + ", expected yyyy-mm-dd.");
        }
    }

    private static int pageSize(Map<String, String> parameters) throws Refused {
        String text = parameters.get("page_size");
        if (text == null) {
            return DEFAULT_PAGE_SIZE;
        }
        if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > LARGEST_PAGE_SIZE) {
            throw Refused.parameter("Invalid field: page_size, expected 1 to " + LARGEST_PAGE_SIZE + ".");
        }
        return Integer.parseInt(text);
    }
}
