package io.zoomhosts.run;

import io.zoomhosts.report.Window;
import java.time.Instant;

/**
 * The members of the variable {@code run} that steps in {@code routes/yours} may use, for example
 * {@code ${variable.run.attempt}}. These names are stable. All other members of a run may change, and
 * {@code bin/zoom-hosts check} rejects them in {@code routes/yours}.
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

    /** The counts so far: {@code ${variable.run.counts.rows}}, {@code filtered}, {@code pages}. */
    Counts counts();

    /** The number of the attempt, from 1. It increases each time the window restarts from its first page. */
    int attempt();

    /** Whether the run failed. Known in {@code each-run}. */
    boolean isFailed();

    /** The {@code error.kind} of the run event, for example {@code daily-limit}; empty unless the run failed. */
    String errorKind();

    /** When the run started. */
    Instant startedAt();
}
