package io.zoomhosts.bench;

import io.zoomhosts.sandbox.SandboxOptions;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

/**
 * Windows that one process collects one after the other: those of the last finished months.
 *
 * @param hosts active hosts in each window
 * @param delay of Zoom's answers
 * @param rowBytes minimum width of a row; 0 for no padding
 */
record Load(int hosts, Duration delay, int windows, int rowBytes) {

    /** Rows of a page. */
    static final int PAGE = 300;

    Load(int hosts, Duration delay, int windows) {
        this(hosts, delay, windows, 0);
    }

    static Load ofPages(int pages, Duration delay) {
        return new Load(pages * PAGE, delay, 1);
    }

    Load withRowBytes(int bytes) {
        return new Load(hosts, delay, windows, bytes);
    }

    int pages() {
        return windows * ((hosts + PAGE - 1) / PAGE);
    }

    SandboxOptions options() {
        return SandboxOptions.defaults()
                .withActiveHosts(hosts)
                .withIdleHosts(1)
                .withRowBytes(rowBytes)
                .withRequestsPerSecond(100_000)
                .withResponseDelay(delay);
    }

    LocalDate from() {
        return YearMonth.now().minusMonths(windows).atDay(1);
    }

    LocalDate to() {
        return YearMonth.now().minusMonths(1).atEndOfMonth();
    }

    /** Arguments of {@code zoom-hosts collect}. */
    List<String> arguments() {
        return List.of("--from", from().toString(), "--to", to().toString(), "--type", "active");
    }
}
