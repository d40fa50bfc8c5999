package io.zoomhosts.run;

import io.zoomhosts.failure.RunException;

/** Hears how runs go on. Called on the thread of the run; the run must not be changed. */
public interface RunListener {

    /** The rows of a page have arrived. */
    default void onPage(Run run) {}

    /** An attempt failed and the window starts again from its first page. */
    default void onRetry(Run run, RunException why) {}

    /** The run has ended: {@link Run#outcome} says how. */
    default void onEnd(Run run) {}
}
