package io.zoomhosts.observe;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunTrace;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The OpenTelemetry trace of one run. The root span is the window. Its child spans are the pages, each from the need for the
 * page until its rows are parsed, and the commit. Retries are events. A failure has its kind but not its message, which may
 * quote Zoom.
 */
final class TraceOfRun implements RunTrace {

    private static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    private static final AttributeKey<Long> STATUS_CODE = longKey("http.response.status_code");
    private static final AttributeKey<Long> WAIT = longKey("zoomhosts.wait_ms");
    private static final AttributeKey<Long> PAGE = longKey("zoomhosts.page");
    private static final AttributeKey<String> SUBJECT = stringKey("zoomhosts.subject");
    private static final AttributeKey<Long> ROWS = longKey("zoomhosts.rows");

    private final Tracer tracer;
    private final Run run;
    private final Span root;

    /** The spans of pages that are requested. */
    private final Map<PageRequest, Span> requested = new ConcurrentHashMap<>();

    /** The span of the latest page that arrived, then of the commit. */
    private Span step = Span.getInvalid();

    TraceOfRun(Tracer tracer, Run run) {
        this.tracer = tracer;
        this.run = run;
        Window window = run.window();
        SpanBuilder builder = tracer.spanBuilder(("collect " + run.report().name() + " " + window.variant()).strip())
                .setNoParent()
                .setAttribute("zoomhosts.run_id", run.id())
                .setAttribute("zoomhosts.account_id", run.accountId())
                .setAttribute("zoomhosts.report", run.report().name());
        window.asked().forEach((name, value) -> builder.setAttribute("zoomhosts." + name, value));
        this.root = builder.startSpan();
    }

    @Override
    public String traceparent() {
        SpanContext context = root.getSpanContext();
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : null;
    }

    @Override
    public void onAsk(PageRequest page) {
        SpanBuilder span = child("page").setAttribute(PAGE, (long) run.requested());
        if (page.subject() != null) {
            span.setAttribute(SUBJECT, page.subject());
        }
        requested.put(page, span.startSpan());
    }

    private Span spanOf(PageRequest page) {
        return page == null ? Span.getInvalid() : requested.getOrDefault(page, Span.getInvalid());
    }

    @Override
    public void onSend(PageRequest page) {
        spanOf(page).addEvent("sent");
    }

    @Override
    public void onRequestFailed(PageRequest page, RunException why, Duration wait) {
        AttributesBuilder attributes = error(why).toBuilder();
        if (wait != null) {
            attributes.put(WAIT, wait.toMillis());
        }
        spanOf(page).addEvent("failed", attributes.build());
    }

    @Override
    public void onAccept(Page page) {
        step = spanOf(page.request());
        requested.remove(page.request());
        step.addEvent("answered", page.fetchedAt());
        if (page.hasReport()) {
            step.setAttribute(STATUS_CODE, 200L);
        }
    }

    @Override
    public void onPage(Run any) {
        step.setAttribute(ROWS, (long) run.page().rows().size()).end();
    }

    @Override
    public void onVerified() {
        step = child("commit").startSpan();
    }

    @Override
    public void onRetry(Run tried, RunException why) {
        endAll(why);
        root.addEvent(
                "retry", error(why).toBuilder().put(WAIT, run.delayMillis()).build());
    }

    @Override
    public void onEnd(Run ended) {
        endAll(run.error());
        Counts counts = run.counts();
        root.setAttribute("zoomhosts.status", run.outcome().text())
                .setAttribute("zoomhosts.rows", run.isFailed() ? 0 : counts.rows())
                .setAttribute("zoomhosts.filtered", counts.filtered())
                .setAttribute("zoomhosts.pages", counts.pages())
                .setAttribute("zoomhosts.duplicates", counts.duplicates())
                .setAttribute("zoomhosts.rejected", counts.rejected());
        end(root, run.error());
    }

    private void endAll(RunException why) {
        requested.values().forEach(span -> end(span, why));
        requested.clear();
        end(step, why);
    }

    private SpanBuilder child(String name) {
        return tracer.spanBuilder(name).setParent(Context.root().with(root));
    }

    /** Ends a span. Has no effect on a span that has already ended. */
    private static void end(Span span, RunException why) {
        if (why != null) {
            span.setAttribute(ERROR_TYPE, why.failure().text());
            if (!isStopped(why)) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    private static boolean isStopped(RunException why) {
        return why.failure() == Failure.STOPPED;
    }

    private static Attributes error(RunException why) {
        return Attributes.of(ERROR_TYPE, why.failure().text());
    }
}
