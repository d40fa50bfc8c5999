package io.zoomhosts.bench;

import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAccount;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.ZoomContract;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers with prepared pages, the same for every window: the sandbox needs longer to make pages than any contender needs to
 * publish them.
 */
final class PreparedPages implements Fault {

    private final List<String> pages = new ArrayList<>();
    private final int hosts;

    PreparedPages(SandboxAccount account, int size) {
        List<String> rows = account.rows("active", LocalDate.EPOCH, LocalDate.EPOCH);
        hosts = rows.size();
        for (int first = 0; first < hosts; first += size) {
            pages.add(String.join(",", rows.subList(first, Math.min(first + size, hosts))));
        }
        // Only one page is checked: the check takes far longer than sending the page.
        ZoomContract.check("GET", "/v2/report/users", 200, page(0, "2026-10-01", "2026-10-31"));
    }

    @Override
    public Optional<SandboxAnswer> answer(ReceivedRequest request, int nth) {
        if (!request.isForPage()) {
            return Optional.empty();
        }
        Map<String, String> query = request.query();
        int page = Integer.parseInt(query.getOrDefault("next_page_token", "0"));
        return Optional.of(SandboxAnswer.json(200, page(page, query.get("from"), query.get("to"))));
    }

    private String page(int page, String from, String to) {
        String next = page + 1 < pages.size() ? String.valueOf(page + 1) : "";
        return "{\"from\":\"" + from + "\",\"to\":\"" + to + "\",\"next_page_token\":\"" + next
                + "\",\"total_records\":" + hosts + ",\"users\":[" + pages.get(page) + "]}";
    }
}
