package io.zoomhosts.routes;

import java.util.concurrent.Semaphore;

/**
 * Prevents route changes while windows are collected. Either any number of windows run, or the routes are changed. Waiting is first come, first served, so windows cannot delay a change forever. Thread-safe.
 */
public final class WindowGate {

    private static final int ALL = Integer.MAX_VALUE;

    private final Semaphore places = new Semaphore(ALL, true);

    /** Waits until no route change is in progress. The window counts as running until it {@link #leave leaves}. */
    public void enter() throws InterruptedException {
        places.acquire();
    }

    /** Ends a window. Call it once after {@link #enter}. */
    public void leave() {
        places.release();
    }

    /** The number of windows that are being collected. */
    int windows() {
        return ALL - places.availablePermits();
    }

    boolean isChangeWaiting() {
        return places.hasQueuedThreads();
    }

    /** Waits for the running windows to end, then changes the routes. New windows wait until the change is done. */
    void change(Runnable change) throws InterruptedException {
        places.acquire(ALL);
        try {
            change.run();
        } finally {
            places.release(ALL);
        }
    }
}
