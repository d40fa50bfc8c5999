package io.zoomhosts.routes;

import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Keeps the routes as they are while a window is collected: the bean {@code windowGate}. Any number of windows are in
 * work at the same time, or the routes are changed. First come, first served: windows cannot keep a change waiting for
 * ever. Thread-safe.
 */
public final class WindowGate {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(ALL, true);

    /** The window of the exchange begins, once no change is under way. It ends with the exchange. */
    public void enter(Exchange exchange) throws InterruptedException {
        places.acquire();
        exchange.getUnitOfWork().addSynchronization(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                places.release();
            }
        });
    }

    /** How many windows are in work. */
    int windows() {
        return ALL - places.availablePermits();
    }

    boolean isChangeWaiting() {
        return places.hasQueuedThreads();
    }

    /** Changes the routes, once the windows in work have ended; those that follow wait meanwhile. */
    void change(Runnable change) throws InterruptedException {
        places.acquire(ALL);
        try {
            change.run();
        } finally {
            places.release(ALL);
        }
    }
}
