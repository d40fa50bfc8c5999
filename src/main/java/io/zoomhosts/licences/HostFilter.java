package io.zoomhosts.licences;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the page shows: the parameters of its address. A value that cannot be used counts as missing.
 *
 * @param months how many months without a meeting count as idle
 * @param account empty for all
 * @param show a key of {@link #SHOWS}
 * @param dept empty for all; {@link #NO_DEPARTMENT} for hosts without one
 * @param search part of a name, address or id; empty for all
 * @param sort a key of {@link #SORTS}
 * @param page from 1
 */
record HostFilter(int months, String account, String show, String dept, String search, String sort, int page) {

    static final int PAGE_SIZE = 50;

    static final String NO_DEPARTMENT = "-";

    /** Hosts who hosted, but whose meetings the plan Basic would allow. */
    static final String SHORT = "short";

    /** What can be shown, by its name in the address. */
    static final Map<String, String> SHOWS = Map.of(
            "idle",
            "idle",
            "free",
            "idle and not excluded",
            "excluded",
            "excluded",
            "too-new",
            "too new",
            "unknown",
            "unknown",
            "active",
            "active",
            SHORT,
            "hosted, may not need a licence",
            "all",
            "all licences");

    static final List<String> SHOWS_IN_ORDER =
            List.of("idle", "free", "excluded", "too-new", "unknown", "active", SHORT, "all");

    /** The orders, by their name in the address. */
    static final Map<String, String> SORTS = Map.of(
            "idle", "months_idle desc, account_id, id",
            "name", "lower(coalesce(user_name, '')), account_id, id",
            "dept", "lower(coalesce(dept, '')), months_idle desc, account_id, id",
            "hosted", "coalesce(last_hosted_month, ''), account_id, id");

    static final List<String> SORTS_IN_ORDER = List.of("idle", "name", "dept", "hosted");

    /**
     * Reads the part of an address after the question mark.
     *
     * @param query null if there is none
     * @param months if the address does not say
     */
    static HostFilter of(String query, int months) {
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(query == null ? "" : query, false).parameters();
        } catch (IllegalArgumentException e) {
            parameters = Map.of();
        }
        String show = text(parameters, "show");
        String sort = text(parameters, "sort");
        return new HostFilter(
                number(parameters, "months", months, 36),
                text(parameters, "account"),
                SHOWS.containsKey(show) ? show : "idle",
                text(parameters, "dept"),
                text(parameters, "q"),
                SORTS.containsKey(sort) ? sort : "idle",
                number(parameters, "page", 1, 1_000_000));
    }

    /** A parameter of an address; empty if it is missing. */
    static String text(Map<String, List<String>> parameters, String name) {
        String text = parameters.getOrDefault(name, List.of("")).get(0).strip();
        return text.substring(0, Math.min(300, text.length())).replace("\0", "");
    }

    private static int number(Map<String, List<String>> parameters, String name, int otherwise, int most) {
        String text = text(parameters, name);
        return text.matches("[0-9]{1,7}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= most
                ? Integer.parseInt(text)
                : otherwise;
    }

    /** The condition for {@code verdicts}; adds its values. */
    String condition(List<Object> values) {
        List<String> conditions = new ArrayList<>(List.of("idle_months = ?"));
        values.add(months);
        switch (show) {
            case "all" -> {
                // no condition
            }
            case "free" -> conditions.add("verdict = 'idle' and excluded_until is null");
            case "excluded" -> conditions.add("excluded_until is not null");
            case SHORT ->
                conditions.add("verdict = 'active' and hosted_since_no is null and settled_months >= idle_months"
                        + " and position('?' in substring(history from 1 for idle_months)) = 0"
                        + " and position('s' in substring(history from 1 for idle_months)) > 0"
                        + " and position('h' in substring(history from 1 for idle_months)) = 0"
                        + " and position('g' in substring(history from 1 for idle_months)) = 0");
            default -> {
                conditions.add("verdict = ?");
                values.add(show);
            }
        }
        if (!account.isEmpty()) {
            conditions.add("account_id = ?");
            values.add(account);
        }
        if (dept.equals(NO_DEPARTMENT)) {
            conditions.add("coalesce(dept, '') = ''");
        } else if (!dept.isEmpty()) {
            conditions.add("dept = ?");
            values.add(dept);
        }
        if (!search.isEmpty()) {
            conditions.add("(lower(user_name) like ? escape '!' or lower(email) like ? escape '!' or id = ?)");
            String part = "%" + search.toLowerCase(java.util.Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
            values.addAll(List.of(part, part, search));
        }
        return String.join(" and ", conditions);
    }

    HostFilter withPage(int other) {
        return new HostFilter(months, account, show, dept, search, sort, other);
    }

    HostFilter withDept(String other) {
        return new HostFilter(months, account, "free", other, "", sort, 1);
    }

    /** The address of the page with this filter. */
    String link() {
        QueryStringEncoder link = new QueryStringEncoder("/");
        link.addParam("show", show);
        link.addParam("months", String.valueOf(months));
        add(link, "account", account);
        add(link, "dept", dept);
        add(link, "q", search);
        link.addParam("sort", sort);
        if (page > 1) {
            link.addParam("page", String.valueOf(page));
        }
        return link.toString();
    }

    /** The address of the API's CSV of all licences for these months. */
    String csv() {
        QueryStringEncoder link = new QueryStringEncoder("/api/v1/idle-licences");
        link.addParam("months", String.valueOf(months));
        add(link, "account", account);
        link.addParam("format", "csv");
        return link.toString();
    }

    private static void add(QueryStringEncoder link, String name, String value) {
        if (!value.isEmpty()) {
            link.addParam(name, value);
        }
    }
}
