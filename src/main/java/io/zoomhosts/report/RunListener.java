package io.zoomhosts.report;

/** Hears how runs go on. Called on the thread of the run; the run must not be changed. */
public interface RunListener {

    /** A page was accepted. */
    default void onPage(Run run) {}

    /** A try failed and the window starts again from its first page. */
    default void onRetry(Run run, RunException why) {}

    /** The run is complete, its transaction committed; or it has failed for good. */
    default void onEnd(Run run) {}
}
