package io.zoomhosts.run;

import io.zoomhosts.report.Window;
import java.time.Instant;

/**
 * What a step in {@code routes/yours} may ask of the variable {@code run}, for example {@code ${variable.run.attempt}}.
 * These names stay; everything else about a run may change, and {@code bin/zoom-hosts check} refuses it there.
 */
public interface RunView {

    /** {@code <trigger's time>/<account_id>/<report>/<window>}: the same in every attempt. */
    String id();

    /** {@code <account_id>/<report>/<window>}: the same in every run of the window. */
    String key();

    /** Zoom's id of the account. */
    String accountId();

    /** The window: {@code ${variable.run.window.from}}, {@code to}, {@code variant} ({@code active}), {@code key}. */
    Window window();

    /** What came of the window so far: {@code ${variable.run.counts.rows}}, {@code filtered}, {@code pages}. */
    Counts counts();

    /** Which attempt this is: 1, or more where the window started again from its first page. */
    int attempt();

    /** Whether the run has failed: known in {@code each-run}. */
    boolean isFailed();

    /** Why it failed, {@code daily-limit} for example, as in {@code error.kind} of its event; empty where it did not. */
    String errorKind();

    /** When the run began. */
    Instant startedAt();
}
