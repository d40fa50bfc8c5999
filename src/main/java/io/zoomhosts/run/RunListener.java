package io.zoomhosts.run;

import io.zoomhosts.failure.RunException;

/** Receives events of runs, on the thread of the run. Implementations must not change the run. */
public interface RunListener {

    /** The rows of a page arrived. */
    default void onPage(Run run) {}

    /** An attempt failed, and the window restarts from its first page. */
    default void onRetry(Run run, RunException why) {}

    /** The run ended with {@link Run#outcome}. */
    default void onEnd(Run run) {}
}
