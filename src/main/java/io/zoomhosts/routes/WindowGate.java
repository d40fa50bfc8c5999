package io.zoomhosts.routes;

import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Keeps the routes unchanged while a window is collected: the bean {@code windowGate}. Either any number of windows are
 * collected, or the routes are changed. First come, first served: windows cannot delay a change for ever. Thread-safe.
 */
public final class WindowGate {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(ALL, true);

    /** Waits until no change is under way. The window ends with its exchange. */
    public void enter(Exchange exchange) throws InterruptedException {
        places.acquire();
        exchange.getUnitOfWork().addSynchronization(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                places.release();
            }
        });
    }

    /** How many windows are being collected. */
    int windows() {
        return ALL - places.availablePermits();
    }

    boolean isChangeWaiting() {
        return places.hasQueuedThreads();
    }

    /** Waits for the windows that are being collected, then changes the routes. Other windows wait meanwhile. */
    void change(Runnable change) throws InterruptedException {
        places.acquire(ALL);
        try {
            change.run();
        } finally {
            places.release(ALL);
        }
    }
}
