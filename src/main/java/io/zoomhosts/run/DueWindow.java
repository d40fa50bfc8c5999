package io.zoomhosts.run;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.Window;
import java.time.Instant;

/**
 * A window to collect.
 *
 * @param since when it became due: the time of the trigger, which is part of the run's id
 */
public record DueWindow(Account account, Window window, Instant since) {}
