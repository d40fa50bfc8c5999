package io.zoomhosts.licences;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an address of the page asks for: its parameters, as they are written. A value that cannot be used is ignored and named.
 * Public methods are those that the templates call. Immutable.
 */
final class HostsQuery {

    static final String MONTHS = "months";
    static final String ACCOUNT = "account";
    static final String VERDICT = "verdict";
    static final String DEPARTMENT = "department";
    static final String EXCLUDED = "excluded";
    static final String SEARCH = "search";
    static final String SORT = "sort";
    static final String PAGE = "page";
    static final String ID = "id";

    /** The value of the parameter department for hosts who have none. */
    static final String NO_DEPARTMENT = "(none)";

    static final String LITTLE_USED = "little-used";

    static final int ROWS = 50;

    private static final String IDLE = "idle";
    private static final String ALL = "all";

    private static final Set<String> VERDICTS = Set.of(IDLE, "active", "unknown", "too-new", LITTLE_USED, ALL);

    /** The columns to sort by, with their SQL. Each column has both directions: a minus sign is descending. */
    private static final Map<String, String> SORTS = Map.of(
            "idle", "months_idle",
            "name", "lower(coalesce(user_name, email, id))",
            "department", "lower(coalesce(dept, ''))",
            "hosted", "coalesce(last_hosted_month, '')");

    /** Parameters whose values are keys: spaces around them count. */
    private static final Set<String> EXACT = Set.of(ACCOUNT, ID);

    private static final String LONGEST_IDLE_FIRST = "-idle";

    private final Map<String, String> given;
    private final List<String> ignored;
    private final int defaultMonths;

    private HostsQuery(Map<String, String> given, List<String> ignored, int defaultMonths) {
        this.given = given;
        this.ignored = ignored;
        this.defaultMonths = defaultMonths;
    }

    /**
     * @param rawQuery the part of the address after the question mark, encoded; null if there is none
     * @param defaultMonths the number of months if the address does not contain one
     */
    static HostsQuery of(String rawQuery, int defaultMonths) {
        Map<String, String> given = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        for (String parameter : rawQuery == null ? new String[0] : rawQuery.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                String name = decoded(parameter.substring(0, equals));
                String value = decoded(parameter.substring(equals + 1));
                if (name != null && value != null && !value.isBlank()) {
                    given.put(name, EXACT.contains(name) ? value : value.strip());
                }
            }
        }
        ignoreUnless(given, ignored, MONTHS, isNumber(given.get(MONTHS), VerdictLetters.MOST_MONTHS));
        ignoreUnless(given, ignored, PAGE, isNumber(given.get(PAGE), Integer.MAX_VALUE / ROWS));
        ignoreUnless(given, ignored, VERDICT, VERDICTS.contains(given.getOrDefault(VERDICT, IDLE)));
        ignoreUnless(given, ignored, EXCLUDED, Set.of("yes", "no").contains(given.getOrDefault(EXCLUDED, "yes")));
        ignoreUnless(
                given,
                ignored,
                SORT,
                SORTS.containsKey(given.getOrDefault(SORT, IDLE).replaceFirst("^-", "")));
        return new HostsQuery(given, List.copyOf(ignored), defaultMonths);
    }

    /** The text of an encoded value, without NUL, which no database stores; null if the encoding is broken. */
    private static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8).replace("\0", "");
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isNumber(String value, int max) {
        return value == null
                || value.matches("[0-9]{1,9}") && Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= max;
    }

    private static void ignoreUnless(Map<String, String> given, List<String> ignored, String name, boolean usable) {
        if (given.containsKey(name) && !usable) {
            given.remove(name);
            ignored.add(name);
        }
    }

    /** The names of parameters whose values cannot be used. */
    public List<String> ignored() {
        return ignored;
    }

    public int months() {
        return Integer.parseInt(given.getOrDefault(MONTHS, String.valueOf(defaultMonths)));
    }

    int page() {
        return Integer.parseInt(given.getOrDefault(PAGE, "1"));
    }

    /** The account; null for all accounts. */
    public String account() {
        return given.get(ACCOUNT);
    }

    /** The id of a host; null if the address contains none. */
    String id() {
        return given.get(ID);
    }

    /** The verdict, {@code little-used} or {@code all}. */
    public String verdict() {
        return given.getOrDefault(VERDICT, IDLE);
    }

    public String sort() {
        return given.getOrDefault(SORT, LONGEST_IDLE_FIRST);
    }

    /** The value of a parameter; empty if the address does not contain it. */
    public String value(String name) {
        return given.getOrDefault(name, "");
    }

    /** Whether the list is restricted by more than account, months and verdict. */
    public boolean isFiltered() {
        return given.containsKey(DEPARTMENT) || given.containsKey(EXCLUDED) || given.containsKey(SEARCH);
    }

    /** The direction of a column as HTML names it: ascending, descending or none. */
    public String direction(String column) {
        return sort().equals(column) ? "ascending" : sort().equals("-" + column) ? "descending" : "none";
    }

    /** The address of this list, sorted by a column; by the other direction if it is sorted by the column already. */
    public String sortedBy(String column) {
        boolean largestFirst = column.equals(IDLE);
        boolean sorted = !direction(column).equals("none");
        boolean descending = sorted ? direction(column).equals("ascending") : largestFirst;
        return with(SORT, descending ? "-" + column : column);
    }

    /** The address of the page with another value of a parameter, beginning at the first row. Empty removes the parameter. */
    public String with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.remove(PAGE);
        changed.remove(ID);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return address("/", changed);
    }

    /** The address of another page of this list. */
    public String toPage(long page) {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.put(PAGE, String.valueOf(page));
        return address("/", changed);
    }

    /** The address of this list without department, exclusions and search. */
    public String cleared() {
        Map<String, String> changed = new LinkedHashMap<>(given);
        changed.keySet().removeAll(Set.of(DEPARTMENT, EXCLUDED, SEARCH, PAGE));
        return address("/", changed);
    }

    /** The address of the page without filters: only the number of months and the account. */
    public String scope() {
        return address("/", scopeOf());
    }

    /** The address of the list of a department. */
    String ofDepartment(String department) {
        Map<String, String> changed = scopeOf();
        changed.put(DEPARTMENT, department == null || department.isBlank() ? NO_DEPARTMENT : department);
        return address("/", changed) + "#hosts";
    }

    /** The address of the page of one account. */
    public String ofAccount(String accountId) {
        Map<String, String> changed = scopeOf();
        changed.put(ACCOUNT, accountId);
        return address("/", changed);
    }

    /** The address of the months of one account. */
    String ofAccountMonths(String accountId) {
        return address("/months", Map.of(ACCOUNT, accountId));
    }

    private Map<String, String> scopeOf() {
        Map<String, String> scope = new LinkedHashMap<>(given);
        // The account of a host's page is no filter.
        scope.keySet().retainAll(given.containsKey(ID) ? Set.of(MONTHS) : Set.of(MONTHS, ACCOUNT));
        return scope;
    }

    /** The address of a host's evidence. */
    String ofHost(String accountId, String id) {
        Map<String, String> host = new LinkedHashMap<>();
        if (given.containsKey(MONTHS)) {
            host.put(MONTHS, given.get(MONTHS));
        }
        host.put(ACCOUNT, accountId);
        host.put(ID, id);
        return address("/host", host);
    }

    private static String address(String path, Map<String, String> parameters) {
        return parameters.isEmpty()
                ? path
                : path
                        + parameters.entrySet().stream()
                                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A condition on the view {@code verdicts}, with the values of its parameters. */
    record Condition(String sql, List<Object> values) {}

    /** The hosts of the number of months and the account. */
    Condition ofScope() {
        String sql = "idle_months = ?";
        List<Object> values = new ArrayList<>(List.of(months()));
        if (account() != null) {
            sql += " and account_id = ?";
            values.add(account());
        }
        return new Condition(sql, values);
    }

    /** The hosts of the list. */
    Condition ofList() {
        Condition scope = ofScope();
        StringBuilder sql = new StringBuilder(scope.sql());
        List<Object> values = scope.values();
        if (verdict().equals(LITTLE_USED)) {
            sql.append(" and little_used");
        } else if (!verdict().equals(ALL)) {
            sql.append(" and verdict = ?");
            values.add(verdict());
        }
        if (value(DEPARTMENT).equals(NO_DEPARTMENT)) {
            sql.append(" and (dept is null or trim(dept) in ('', ?))");
            values.add(NO_DEPARTMENT);
        } else if (given.containsKey(DEPARTMENT)) {
            sql.append(" and trim(dept) = ?");
            values.add(value(DEPARTMENT));
        }
        if (given.containsKey(EXCLUDED)) {
            sql.append(
                    value(EXCLUDED).equals("yes") ? " and excluded_until is not null" : " and excluded_until is null");
        }
        if (given.containsKey(SEARCH)) {
            sql.append(
                    " and (lower(coalesce(user_name, '')) like ? escape '!' or lower(coalesce(email, '')) like ? escape '!'"
                            + " or lower(id) like ? escape '!')");
            String pattern = "%" + value(SEARCH).toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
            values.addAll(List.of(pattern, pattern, pattern));
        }
        return new Condition(sql.toString(), values);
    }

    /** The order of the list. */
    String order() {
        boolean descending = sort().startsWith("-");
        String column = SORTS.get(descending ? sort().substring(1) : sort());
        String named = SORTS.get("name");
        return column + (descending ? " desc" : "") + (column.equals(named) ? "" : ", " + named) + ", account_id, id";
    }
}
