package io.zoomhosts.zoom;

import io.zoomhosts.report.Page;
import io.zoomhosts.report.Runs;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

    private final CamelContext context;
    private ProducerTemplate template;

    public ReadAhead(CamelContext context) {
        this.context = context;
    }

    /** A page that was asked for: the exchange that asks, and its end. */
    private record Asked(Exchange exchange, CompletableFuture<Exchange> answered) {}

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
        exchange.setVariable(ASKED, new Asked(asking, template().asyncSend("direct:ask-page", asking)));
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

    private static void forget(Exchange exchange) {
        Asked asked = asked(exchange);
        if (asked != null) {
            asked.exchange().setRouteStop(true);
        }
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
