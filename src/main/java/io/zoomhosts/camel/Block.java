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
 * Base of blocks of steps in a route, used through Camel's {@code policy}. A block does something before its first step,
 * and something after its last one, whether the steps succeed or fail. Thread-safe.
 */
public abstract class Block implements Policy {

    /** The action at the end of the block. */
    @FunctionalInterface
    protected interface Exit {

        /** Called once. The exchange contains the result of the steps. An exception thrown here becomes its exception. */
        void leave() throws Exception;
    }

    /**
     * Called before the first step. If it throws, the steps do not run.
     *
     * @return the action at the end
     */
    protected abstract Exit enter(Exchange exchange) throws Exception;

    /** Runs the steps, which may finish on another thread. */
    protected boolean run(AsyncProcessor steps, Exchange exchange, AsyncCallback callback) {
        return steps.process(exchange, callback);
    }

    /** Called when the route stops. Must close everything that is open. */
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
                        // If this threw, the exchange would never end.
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
