package io.zoomhosts.faults;

import io.zoomhosts.faults.KillTally.Phase;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAccount;
import io.zoomhosts.sandbox.SandboxAnswer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/** Watches the requests for pages, to know how far the process has come. Changes no answer. */
final class PageWatcher implements Fault {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SandboxAccount account;
    private final int pageSize;
    private final Duration delay;
    private int page;
    private boolean last;
    private int windows;
    private long answeredAt;

    /** @param delay delay of each answer */
    PageWatcher(SandboxAccount account, int pageSize, Duration delay) {
        this.account = account;
        this.pageSize = pageSize;
        this.delay = delay;
    }

    @Override
    public synchronized Optional<SandboxAnswer> answer(ReceivedRequest request, int nth) {
        if (request.isForPage()) {
            Map<String, String> query = request.query();
            page = query.containsKey("next_page_token") ? page + 1 : 1;
            last = page * pageSize >= rows(query);
            windows += last ? 1 : 0;
            answeredAt = System.nanoTime() + delay.toNanos();
            notifyAll();
        }
        return Optional.empty();
    }

    private int rows(Map<String, String> query) {
        return account.rows(query.get("type"), LocalDate.parse(query.get("from")), LocalDate.parse(query.get("to")))
                .size();
    }

    /** Resets the counters for a new process. */
    synchronized void reset() {
        page = 0;
        last = false;
        windows = 0;
    }

    Duration delay() {
        return delay;
    }

    /** Windows whose last page was requested. */
    synchronized int windows() {
        return windows;
    }

    synchronized Phase phase() {
        if (page == 0) {
            return Phase.BEFORE_THE_FIRST_PAGE;
        }
        return last && System.nanoTime() > answeredAt ? Phase.AFTER_THE_LAST_PAGE : Phase.WHILE_PAGING;
    }

    /** Waits until a page is requested or the process ends. */
    synchronized void awaitPage(Process process) throws InterruptedException {
        await(process, 0);
    }

    /** Waits until the last pages of that many windows are requested or the process ends. */
    synchronized void awaitWindows(Process process, int number) throws InterruptedException {
        await(process, number);
    }

    private void await(Process process, int number) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.isAlive() && (page == 0 || windows < number) && System.nanoTime() < deadline) {
            wait(100);
        }
    }
}
