package io.zoomhosts.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * A block of steps in a route, by Camel's {@code policy}: something happens before its first step, and something after its
 * last one, however that ends. Thread-safe.
 */
public abstract class Block implements Policy {

    /** What happens when the steps have ended. */
    @FunctionalInterface
    protected interface Exit {

        /** Called once. The exchange tells how the steps ended; an exception that is thrown here becomes its exception. */
        void leave() throws Exception;
    }

    /**
     * Called before the first step. An exception keeps the steps from being run.
     *
     * @return what happens at the end
     */
    protected abstract Exit enter(Exchange exchange) throws Exception;

    /** Runs the steps, which may end on another thread. */
    protected boolean run(AsyncProcessor steps, Exchange exchange, AsyncCallback callback) {
        return steps.process(exchange, callback);
    }

    /** Called when the route stops: what is open has to end. */
    protected void stop() {}

    @Override
    public final void beforeWrap(Route route, NamedNode definition) {
        // Nothing to prepare.
    }

    @Override
    public final Processor wrap(Route route, Processor steps) {
        return new DelegateAsyncProcessor(steps) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Exit exit;
                try {
                    exit = enter(exchange);
                } catch (Exception e) {
                    exchange.setException(e);
                    callback.done(true);
                    return true;
                }
                return run(getProcessor(), exchange, sync -> {
                    try {
                        exit.leave();
                    } catch (Exception | Error e) {
                        // To throw here would leave the exchange without an end.
                        exchange.setException(e);
                    }
                    callback.done(sync);
                });
            }

            @Override
            protected void doStop() throws Exception {
                Block.this.stop();
                super.doStop();
            }
        };
    }
}
