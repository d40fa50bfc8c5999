package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The reports of {@link SandboxReports}: checks access, parameters and page token, finds the subject, and wraps a page of
 * rows. Like Zoom, ignores parameters that it does not know.
 */
final class ReportEndpoint {
    private static final String TOKEN = "next_page_token";
    private static final int STATUS_WITHOUT_SCOPE = 400;

    private final SandboxOptions options;
    private final SandboxWorld world;
    private final ReportAccess access;
    private final PageTokens pageTokens;

    ReportEndpoint(SandboxOptions options, SandboxWorld world, ReportAccess access) {
        this.options = options;
        this.world = world;
        this.access = access;
        this.pageTokens = new PageTokens(options.seed());
    }

    /** Empty if no report has this path. */
    Optional<SandboxAnswer> answer(ReceivedRequest request, Instant now) {
        return world.reports().find(request.rawPath()).map(found -> access.refusal(
                        request, found.report().scopes(), STATUS_WITHOUT_SCOPE, now)
                .orElseGet(() -> access.counted(answer(found, request.query(), now), now)));
    }

    private SandboxAnswer answer(SandboxReports.Found found, Map<String, String> parameters, Instant now) {
        try {
            ReportRequest asked = world.request(found.report(), found.subject(), parameters, now);
            List<ObjectNode> rows = found.report().rows().of(asked);
            return SandboxAnswer.json(200, body(found.report(), asked, rows).toString());
        } catch (Refused refused) {
            return refused.answer();
        }
    }

    private ObjectNode body(SandboxReport report, ReportRequest asked, List<ObjectNode> rows) throws Refused {
        if (report.member().equals(SandboxReport.WHOLE)) {
            return rows.get(0);
        }
        ObjectNode body = Json.object();
        report.echo().write(body, asked);
        if (!report.isPaged()) {
            body.putArray(report.member()).addAll(rows);
            return body;
        }
        String bound = bound(report, asked);
        int size = asked.pageSize();
        int start = Math.min(offset(asked, bound), rows.size());
        int next = start + size;
        body.put(TOKEN, next < rows.size() ? pageTokens.issue(next, bound, asked.now()) : "");
        body.put("page_size", size);
        if (report.hasTotals().test(asked)) {
            body.put("page_count", (rows.size() + size - 1) / size);
            if (options.totals()) {
                body.put("total_records", rows.size());
            }
        }
        body.putArray(report.member()).addAll(rows.subList(start, Math.min(next, rows.size())));
        return body;
    }

    private int offset(ReportRequest asked, String bound) throws Refused {
        Optional<String> token = asked.text(TOKEN);
        if (token.isEmpty()) {
            return 0;
        }
        OptionalInt offset = pageTokens.offset(token.get(), bound, asked.now());
        if (offset.isEmpty()) {
            throw Refused.pageToken();
        }
        return offset.getAsInt();
    }

    /** What a request with a page token must repeat: path and parameters. */
    private static String bound(SandboxReport report, ReportRequest asked) {
        Map<String, String> bound = new TreeMap<>(asked.parameters());
        bound.remove(TOKEN);
        return report.path() + " " + asked.subject() + " " + bound;
    }
}
