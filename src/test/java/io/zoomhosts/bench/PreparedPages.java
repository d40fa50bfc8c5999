package io.zoomhosts.bench;

import io.zoomhosts.sandbox.Answer;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAccount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fault that is none: it answers with pages that were put together before, the same ones for every window. To make them
 * takes the sandbox longer than any contender needs for them.
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
    }

    @Override
    public Optional<Answer> answer(ReceivedRequest request, int nth) {
        if (!Turn.isForPage(request)) {
            return Optional.empty();
        }
        Map<String, String> query = request.query();
        int page = Integer.parseInt(query.getOrDefault("next_page_token", "0"));
        String next = page + 1 < pages.size() ? String.valueOf(page + 1) : "";
        return Optional.of(Answer.json(
                200,
                "{\"from\":\"" + query.get("from") + "\",\"to\":\"" + query.get("to") + "\",\"next_page_token\":\""
                        + next + "\",\"total_records\":" + hosts + ",\"users\":[" + pages.get(page) + "]}"));
    }
}
