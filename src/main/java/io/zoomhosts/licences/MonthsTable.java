package io.zoomhosts.licences;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Months by account: what is known of both lists.
 *
 * @param months newest first
 * @param details each list of each month; only those that are not settled if there are several accounts
 */
record MonthsTable(List<String> months, List<OfAccount> accounts, List<Detail> details, int otherDetails) {

    private static final int MONTHS = 24;
    private static final int DETAILS = 200;

    /** The months of an account, newest first; null for a month before its first one. */
    record OfAccount(String accountId, String address, List<Cell> cells) {}

    /** A month of an account: the state of the list of hosts who hosted, and of the other one. */
    record Cell(String active, String inactive, String words) {}

    /** A list of a month. */
    record Detail(
            String accountId,
            String month,
            String list,
            String symbol,
            String state,
            String why,
            String collected,
            Long hosts,
            Long rejected,
            String runId) {}

    /** @param states both lists of each month, as {@link Licences#months} returns them */
    static MonthsTable of(List<MonthState> states, HostsQuery query) {
        Map<String, Map<String, Map<String, MonthState>>> byAccount = new LinkedHashMap<>();
        TreeMap<String, String> months = new TreeMap<>(Comparator.reverseOrder());
        List<MonthState> wanted = states.stream()
                .filter(state -> query.account() == null || query.account().equals(state.accountId()))
                .toList();
        for (MonthState state : wanted) {
            byAccount
                    .computeIfAbsent(state.accountId(), any -> new LinkedHashMap<>())
                    .computeIfAbsent(state.month(), any -> new LinkedHashMap<>())
                    .put(state.type(), state);
            months.put(state.month(), state.month());
        }
        List<String> shown = months.keySet().stream().limit(MONTHS).toList();
        List<OfAccount> accounts = new ArrayList<>();
        byAccount.forEach((accountId, ofAccount) -> {
            List<Cell> cells = new ArrayList<>();
            shown.forEach(month -> cells.add(cell(ofAccount.get(month))));
            accounts.add(new OfAccount(accountId, query.ofAccountMonths(accountId), cells));
        });
        List<Detail> details = wanted.stream()
                .filter(state -> query.account() != null || !state.isSettled())
                .sorted(Comparator.comparing(MonthState::month)
                        .reversed()
                        .thenComparing(MonthState::accountId)
                        .thenComparing(MonthState::type))
                .map(MonthsTable::detail)
                .toList();
        return new MonthsTable(
                shown.stream()
                        .map(month -> Words.shortMonth(Months.number(YearMonth.parse(month))))
                        .toList(),
                accounts,
                details.stream().limit(DETAILS).toList(),
                Math.max(0, details.size() - DETAILS));
    }

    private static Cell cell(Map<String, MonthState> lists) {
        if (lists == null) {
            return null;
        }
        String active = lists.get(ListWindow.ACTIVE).state();
        String inactive = lists.get(ListWindow.INACTIVE).state();
        return new Cell(
                active,
                inactive,
                active.equals(inactive)
                        ? "both lists: " + Words.listState(active)
                        : "hosted: " + Words.listState(active) + "; did not host: " + Words.listState(inactive));
    }

    private static Detail detail(MonthState state) {
        return new Detail(
                state.accountId(),
                Words.shortMonth(Months.number(YearMonth.parse(state.month()))),
                state.type().equals(ListWindow.ACTIVE) ? "hosted" : "did not host",
                state.state(),
                Words.listState(state.state()),
                state.isSettled() ? "counts" : Licences.why(state),
                state.collectedAt() == null ? null : Words.time(Instant.parse(state.collectedAt())),
                state.hosts(),
                state.rejected(),
                state.runId());
    }
}
