package io.zoomhosts.observe;

import io.zoomhosts.run.Run;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/** Names the run in the lines of the log: the bean {@code runLog}. */
public final class RunLog {

    private static final String RUN_ID = "run_id";

    /** Lines that this thread logs carry the run's id, {@code run_id} in the MDC of SLF4J, until the exchange is done. */
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
