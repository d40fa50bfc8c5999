package io.zoomhosts.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code GET /v2/report/users}: the active or inactive hosts of a window, page by page. Checks in this order: access
 * token, scope, limits, parameters, page token.
 */
final class HostReportEndpoint {
    private static final List<String> SCOPES = List.of("report:read:admin", "report:read:list_users:admin");
    private static final int STATUS_WITHOUT_SCOPE = 401;

    private final SandboxOptions options;
    private final ReportAccess access;
    private final SandboxAccount account;
    private final PageTokens pageTokens;

    HostReportEndpoint(SandboxOptions options, ReportAccess access, SandboxAccount account) {
        this.options = options;
        this.access = access;
        this.account = account;
        this.pageTokens = new PageTokens(options.seed());
    }

    SandboxAnswer answer(ReceivedRequest request, Instant now) {
        return access.refusal(request, SCOPES, STATUS_WITHOUT_SCOPE, now)
                .orElseGet(() -> access.counted(answer(request.query(), now), now));
    }

    private SandboxAnswer answer(Map<String, String> parameters, Instant now) {
        try {
            return page(HostReportQuery.of(parameters, now), now);
        } catch (Refused refused) {
            return refused.answer();
        }
    }

    private SandboxAnswer page(HostReportQuery query, Instant now) {
        OptionalInt offset = query.pageToken()
                .map(token -> pageTokens.offset(token, query.bound(), now))
                .orElse(OptionalInt.of(0));
        if (offset.isEmpty()) {
            return SandboxAnswer.error(300, 300, "The next page token is either invalid or has expired.");
        }
        return SandboxAnswer.json(200, body(query, offset.getAsInt(), now));
    }

    private String body(HostReportQuery query, int offset, Instant now) {
        SandboxWindow window = query.window();
        int size = account.listing(window).size();
        int next = offset + query.pageSize();
        String nextToken = next < size ? pageTokens.issue(next, query.bound(), now) : "";
        StringBuilder body = new StringBuilder(200 + 500 * query.pageSize());
        body.append("{\"from\":\"").append(window.from());
        body.append("\",\"next_page_token\":").append(SandboxAnswer.quoted(nextToken));
        body.append(",\"page_count\":").append((size + query.pageSize() - 1) / query.pageSize());
        body.append(",\"page_number\":").append(offset / query.pageSize() + 1);
        body.append(",\"page_size\":").append(query.pageSize());
        body.append(",\"to\":\"").append(window.to()).append('"');
        if (options.totals()) {
            SandboxTotals totals = account.listing(window).totals();
            body.append(",\"total_meeting_minutes\":").append(totals.meetingMinutes());
            body.append(",\"total_meetings\":").append(totals.meetings());
            body.append(",\"total_participants\":").append(totals.participants());
            body.append(",\"total_records\":").append(totals.records());
        }
        body.append(",\"users\":[").append(String.join(",", account.rows(window, offset, query.pageSize())));
        return body.append("]}").toString();
    }
}
