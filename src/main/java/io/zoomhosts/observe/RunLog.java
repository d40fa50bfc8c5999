package io.zoomhosts.observe;

import io.zoomhosts.run.Run;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/** Adds the id of the run to log lines: the bean {@code runLog}. */
public final class RunLog {

    private static final String RUN_ID = "run_id";

    /** Puts the run's id into the thread's MDC as {@code run_id}, until the exchange is done. */
    public void begin(Exchange exchange) {
        Run run = exchange.getVariable("run", Run.class);
        if (run != null) {
            MDC.put(RUN_ID, run.id());
            exchange.getUnitOfWork().addSynchronization(new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange done) {
                    MDC.remove(RUN_ID);
                }
            });
        }
    }
}
