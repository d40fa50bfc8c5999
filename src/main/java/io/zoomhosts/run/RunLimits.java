package io.zoomhosts.run;

import java.time.Clock;
import java.time.Duration;

/**
 * The limits of every run.
 *
 * @param maxPages maximum number of pages in a window
 * @param publishMismatch whether to publish and mark a window that differs from Zoom's total, instead of failing it
 * @param retryDelay delay before the first retry of a window; doubled for each further retry
 * @param transactionTimeout how long an attempt may take, from its start to its commit
 * @param clock the clock for start and finish times
 */
public record RunLimits(
        int maxPages, boolean publishMismatch, Duration retryDelay, Duration transactionTimeout, Clock clock) {}
