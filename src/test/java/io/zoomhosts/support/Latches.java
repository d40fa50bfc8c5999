package io.zoomhosts.support;

import java.util.concurrent.CountDownLatch;

/** Latches for a {@code Fault} of the sandbox, which may not throw. */
public final class Latches {

    private Latches() {}

    /** Waits until the latch is open, or the sandbox closes. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
