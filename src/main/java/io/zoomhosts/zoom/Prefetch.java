package io.zoomhosts.zoom;

import io.zoomhosts.report.Page;
import io.zoomhosts.run.Run;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.apache.camel.builder.ExchangeBuilder;

/**
 * Requests a window's next page while the previous one is published: the bean {@code prefetch}. Each page contains the
 * token for the next, so pages are sequential, but requests do not have to wait for Kafka.
 */
public final class Prefetch {

    private static final String FORGOTTEN = "forgotten";

    private final CamelContext context;
    private final ExecutorService threads;
    private ProducerTemplate template;

    /**
     * @param threads two threads per parallel window, because the rows of a page are parsed while the next page is
     *     requested
     */
    public Prefetch(CamelContext context, ExecutorService threads) {
        this.context = context;
        this.threads = threads;
    }

    /**
     * A requested page: the variable {@code asked}.
     *
     * @param answered the page, or the exception of its request
     * @param forgotten whether nobody waits for the page anymore
     */
    public record Asked(CompletableFuture<Page> answered, AtomicBoolean forgotten) {}

    /**
     * Requests the next page of the run without waiting for it.
     *
     * @param route the endpoint of the route that requests the page. It receives the variables {@code run} and
     *     {@code page-token}, and must leave the page in the body
     */
    public Asked ask(@Variable("run") Run run, String route) {
        // Not a copy of the window's exchange: Camel would keep the copy, and the page in it, until the window ends.
        Exchange asking = ExchangeBuilder.anExchange(context).build();
        AtomicBoolean forgotten = new AtomicBoolean();
        asking.setVariable("run", run);
        asking.setVariable("page-token", run.nextPageToken());
        asking.setVariable(FORGOTTEN, forgotten);
        run.trace().onAsk();
        CompletableFuture<Page> answered = new CompletableFuture<>();
        template().asyncSend(route, asking).whenComplete((done, failed) -> answer(answered, done, failed));
        return new Asked(answered, forgotten);
    }

    /** Releases the waiting thread first, then parses the rows on this thread, while the next request is in progress. */
    private static void answer(CompletableFuture<Page> answered, Exchange done, Throwable failed) {
        Throwable reason = failed == null ? done.getException() : failed;
        if (reason != null) {
            answered.completeExceptionally(reason);
            return;
        }
        Page page = done.getMessage().getBody(Page.class);
        answered.complete(page);
        page.rows();
    }

    /**
     * Waits for the requested page, at most as long as the run's transaction may last.
     *
     * @throws Exception the exception of the request
     */
    public Page page(@Variable("run") Run run, @Variable("asked") Asked asked) throws Exception {
        try {
            return asked.answered().get(run.timeLeft().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw run.outOfTime();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failed ? failed : e;
        }
    }

    /**
     * Marks the request as not needed. A request in progress finishes, so that it returns its permit of the request rate,
     * but it is not retried.
     */
    public void forget(@Variable("asked") Asked asked) {
        if (asked != null) {
            asked.forgotten().set(true);
        }
    }

    /** Whether nobody waits for the page of this request anymore. */
    static boolean isForgotten(Exchange asking) {
        AtomicBoolean forgotten = asking.getVariable(FORGOTTEN, AtomicBoolean.class);
        return forgotten != null && forgotten.get();
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
            template.setExecutorService(threads);
        }
        return template;
    }
}
