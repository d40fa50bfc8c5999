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
 * Asks for a window's next page while the one before it is published: the bean {@code prefetch}. A page token is in the
 * page before, so pages come one after another; but Zoom need not wait for Kafka.
 */
public final class Prefetch {

    private static final String FORGOTTEN = "forgotten";

    private final CamelContext context;
    private final ExecutorService threads;
    private ProducerTemplate template;

    /** @param threads for two requests per window that is collected: rows of a page are read while the next one comes */
    public Prefetch(CamelContext context, ExecutorService threads) {
        this.context = context;
        this.threads = threads;
    }

    /**
     * A page that was asked for: the variable {@code asked}.
     *
     * @param answered the page, or what kept it from coming
     * @param forgotten whether nobody waits for the page any more
     */
    public record Asked(CompletableFuture<Page> answered, AtomicBoolean forgotten) {}

    /**
     * Asks for the next page of the run, and does not wait for it.
     *
     * @param route the endpoint of the route that asks Zoom: it gets the variables {@code run} and {@code page-token}, and
     *     leaves the page in the body
     */
    public Asked ask(@Variable("run") Run run, String route) {
        // No copy of the window's exchange: Camel would keep it, with the page that it holds, until the window ends.
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

    /** Whoever waits goes on first; then the rows are read, on this thread, while the next request is on its way. */
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
     * Waits for the page that was asked for, no longer than the run's transaction may last.
     *
     * @throws Exception what kept it from coming
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

    /** A request on its way comes to its end, and gives its place in the rate back; but it is not repeated. */
    public void forget(@Variable("asked") Asked asked) {
        if (asked != null) {
            asked.forgotten().set(true);
        }
    }

    /** Whether nobody waits any more for the page that the exchange asks for. */
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
