package io.zoomhosts.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code GET /v2/report/users}: the active or inactive hosts of a window, page by page. Checks in this order: access
 * token, scope, limits, parameters, page token.
 */
final class ReportEndpoint {
    private static final List<String> SCOPES = List.of("report:read:admin", "report:read:list_users:admin");

    private final SandboxOptions options;
    private final SandboxTokens accessTokens;
    private final SandboxAccount account;
    private final RateLimit limit;
    private final PageTokens pageTokens;

    ReportEndpoint(SandboxOptions options, SandboxTokens accessTokens, SandboxAccount account) {
        this.options = options;
        this.accessTokens = accessTokens;
        this.account = account;
        this.limit = new RateLimit(options.requestsPerSecond(), options.requestsPerDay());
        this.pageTokens = new PageTokens(options.seed());
    }

    SandboxAnswer answer(ReceivedRequest request, Instant now) {
        return unauthorized(request, now).or(() -> limit.refusal(now)).orElseGet(() -> {
            try {
                return page(ReportQuery.of(request.query(), now), now);
            } catch (ReportQuery.Refused refused) {
                return SandboxAnswer.error(400, 300, refused.getMessage());
            }
        });
    }

    private Optional<SandboxAnswer> unauthorized(ReceivedRequest request, Instant now) {
        String authorization = request.headers().getOrDefault("authorization", "");
        if (!authorization.startsWith("Bearer ")
                || !accessTokens.isAlive(authorization.substring("Bearer ".length()), now)) {
            return Optional.of(SandboxAnswer.error(401, 124, "Invalid access token."));
        }
        if (Arrays.stream(options.scope().split(" ")).noneMatch(SCOPES::contains)) {
            return Optional.of(
                    SandboxAnswer.error(401, 4711, "Invalid access token, does not contain scopes:" + SCOPES + "."));
        }
        return Optional.empty();
    }

    private SandboxAnswer page(ReportQuery query, Instant now) {
        OptionalInt offset = query.pageToken()
                .map(token -> pageTokens.offset(token, query.bound(), now))
                .orElse(OptionalInt.of(0));
        if (offset.isEmpty()) {
            return SandboxAnswer.error(300, 300, "The next page token is either invalid or has expired.");
        }
        return SandboxAnswer.json(200, body(query, offset.getAsInt(), now));
    }

    private String body(ReportQuery query, int offset, Instant now) {
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
