package io.zoomhosts.run;

import java.time.Clock;
import java.time.Duration;

/**
 * What every run keeps to.
 *
 * @param maxPages pages of one window, at most
 * @param publishMismatch whether a window that differs from Zoom's total is published and marked instead of failed
 * @param retryDelay wait before a window is tried again; doubled each time
 * @param transactionTimeout how long an attempt may take, from its beginning to its commit
 * @param clock of start and finish times
 */
public record RunLimits(
        int maxPages, boolean publishMismatch, Duration retryDelay, Duration transactionTimeout, Clock clock) {}
