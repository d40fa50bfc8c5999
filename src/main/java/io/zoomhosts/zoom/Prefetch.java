package io.zoomhosts.zoom;

import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.run.Run;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Variable;
import org.apache.camel.builder.ExchangeBuilder;

/**
 * Requests a window's next pages while earlier ones are published: the bean {@code prefetch}. Each page contains the token for
 * the next one, so the pages of a window, or of a subject, are sequential. But no request waits for Kafka, and subjects do not wait
 * for one another.
 */
public final class Prefetch {

    private static final String FORGOTTEN = "forgotten";

    private final CamelContext context;
    private final ExecutorService threads;
    private final int most;
    private ProducerTemplate template;

    /**
     * @param threads more than there are requests at a time: the rows of a page are parsed while the next page is requested
     * @param most how many requests of a window may be in progress at a time. Those of one second are enough, so that slow answers do not
     *     slow it down
     */
    public Prefetch(CamelContext context, ExecutorService threads, int most) {
        this.context = context;
        this.threads = threads;
        this.most = most;
    }

    /** The requests of an attempt that are in progress: the variable {@code requests}. Not thread-safe, except for the answers. */
    public static final class Requests {

        private final BlockingQueue<Answered> answers = new LinkedBlockingQueue<>();
        private final AtomicBoolean forgotten = new AtomicBoolean();
        private int inProgress;
    }

    /** The end of a request: a page, or the exception. */
    private record Answered(Page page, Throwable failed) {}

    /** Starts the requests of a new attempt. */
    public Requests begin() {
        return new Requests();
    }

    /**
     * Requests the next pages of the run without waiting for them, as many as are known and allowed at a time.
     *
     * @param route the endpoint of the route that requests a page. It receives the variables {@code run} and {@code request}, and
     *     must leave the page in the body
     */
    public void ask(@Variable("run") Run run, @Variable("requests") Requests requests, String route) {
        PageRequest next;
        int allowed = Math.min(most, run.account().requestRate().perSecond());
        while (requests.inProgress < allowed && (next = run.nextRequest()) != null) {
            requests.inProgress++;
            ask(run, requests, next, route);
        }
    }

    private void ask(Run run, Requests requests, PageRequest request, String route) {
        // Not a copy of the window's exchange: Camel would keep the copy, and the page in it, until the window ends.
        Exchange asking = ExchangeBuilder.anExchange(context).build();
        asking.setVariable("run", run);
        asking.setVariable("request", request);
        asking.setVariable(FORGOTTEN, requests.forgotten);
        run.trace().onAsk(request);
        template().asyncSend(route, asking).whenComplete((done, failed) -> answer(requests, done, failed));
    }

    /** Releases the waiting thread first, then parses the rows on this thread, while the next request is in progress. */
    private static void answer(Requests requests, Exchange done, Throwable failed) {
        Throwable reason = failed == null ? done.getException() : failed;
        if (reason != null) {
            requests.answers.add(new Answered(null, reason));
            return;
        }
        Page page = done.getMessage().getBody(Page.class);
        requests.answers.add(new Answered(page, null));
        page.rows();
    }

    /**
     * Waits for the next page that arrives, at most as long as the run's transaction may last.
     *
     * @throws Exception the exception of a request
     */
    public Page page(@Variable("run") Run run, @Variable("requests") Requests requests) throws Exception {
        Answered next = requests.answers.poll(run.timeLeft().toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw run.outOfTime();
        }
        requests.inProgress--;
        if (next.failed() instanceof Error error) {
            throw error;
        }
        if (next.failed() != null) {
            throw (Exception) next.failed();
        }
        return next.page();
    }

    /**
     * Marks the requests as not needed. A request in progress finishes, so that it returns its permit of the request rate, but
     * it is not retried.
     */
    public void forget(@Variable("requests") Requests requests) {
        if (requests != null) {
            requests.forgotten.set(true);
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
