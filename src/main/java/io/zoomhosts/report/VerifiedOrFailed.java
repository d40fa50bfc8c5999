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
        try {
            run.checkWhole();
        } catch (RunException notWhole) {
            exchange.setException(notWhole);
        }
    }
}
