package io.zoomhosts.zoom;

import io.zoomhosts.report.Page;
import io.zoomhosts.report.Runs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Asks for a window's next page while the one before it is published: the bean {@code readAhead}. A page token is in the
 * page before, so pages come one after another; but Zoom need not wait for Kafka.
 */
public final class ReadAhead {

    private static final String ASKED = "asked";

    private static final String FORGOTTEN = "forgotten";

    private final CamelContext context;
    private ProducerTemplate template;

    public ReadAhead(CamelContext context) {
        this.context = context;
    }

    /**
     * A page that was asked for.
     *
     * @param answered the exchange that asked, at its end
     * @param forgotten whether nobody waits for the page any more
     */
    private record Asked(CompletableFuture<Exchange> answered, AtomicBoolean forgotten) {}

    /** Asks for the first page of a try. When the try has ended, nothing is asked for any more. */
    public void begin(Exchange exchange) {
        exchange.getUnitOfWork().addSynchronization(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                forget(done);
            }
        });
        ask(exchange);
    }

    /** Asks for the next page of the run, and does not wait for it. The route {@code ask-page} does it. */
    public void ask(Exchange exchange) {
        // No copy: it would share the window's transaction, and be kept with all that it holds until the window ends.
        Exchange asking = ExchangeBuilder.anExchange(context).build();
        asking.setVariable("run", Runs.run(exchange));
        AtomicBoolean forgotten = new AtomicBoolean();
        asking.setVariable(FORGOTTEN, forgotten);
        Runs.trace(exchange).onAsk();
        exchange.setVariable(ASKED, new Asked(template().asyncSend("direct:ask-page", asking), forgotten));
    }

    /**
     * Waits for the page that was asked for.
     *
     * @throws Exception what kept it from coming
     */
    public Page page(Exchange exchange) throws Exception {
        try {
            Exchange answered = asked(exchange).answered().get();
            if (answered.getException() != null) {
                throw answered.getException();
            }
            return answered.getMessage().getBody(Page.class);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            exchange.removeVariable(ASKED);
        }
    }

    /** A request on its way comes to its end, and gives its place in the rate back; but it is not repeated. */
    private static void forget(Exchange exchange) {
        Asked asked = asked(exchange);
        if (asked != null) {
            asked.forgotten().set(true);
        }
    }

    /** Whether nobody waits any more for the page that the exchange asks for. */
    static boolean isForgotten(Exchange asking) {
        AtomicBoolean forgotten = asking.getVariable(FORGOTTEN, AtomicBoolean.class);
        return forgotten != null && forgotten.get();
    }

    private static Asked asked(Exchange exchange) {
        return exchange.getVariable(ASKED, Asked.class);
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }
}
