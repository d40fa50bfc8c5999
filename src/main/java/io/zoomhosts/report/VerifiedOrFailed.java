package io.zoomhosts.report;

import org.apache.camel.Exchange;
import org.apache.camel.Ordered;
import org.apache.camel.support.SynchronizationAdapter;

/** Runs at the end of a try, before its Kafka transaction is ended: what was not verified is not committed. */
final class VerifiedOrFailed extends SynchronizationAdapter {

    private final Run run;

    VerifiedOrFailed(Run run) {
        this.run = run;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }

    @Override
    public void onComplete(Exchange exchange) {
        if (!run.isWhole()) {
            exchange.setException(new RunException(
                    Failure.ROUTE,
                    "a route ended the window before its verdict: was an error handled, or 'stop' used?"));
        }
    }
}
