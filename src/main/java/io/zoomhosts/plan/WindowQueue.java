package io.zoomhosts.plan;

import io.zoomhosts.account.Account;
import io.zoomhosts.routes.WindowGate;
import io.zoomhosts.run.DueWindow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;

/**
 * The windows to collect, and those that are being collected: the bean {@code windowQueue}. It takes a window of each account in
 * turn, so that an account with many or large windows does not hold up the others. The windows of a stage wait until those of the
 * stage before have ended, for each account. Thread-safe.
 */
public final class WindowQueue {

    private final CamelContext context;
    private final ExecutorService threads;
    private final int most;
    private final ToIntFunction<Account> mostOf;
    private final WindowGate gate;
    private final BooleanSupplier stopping;

    /** By account. The account that comes next is first. */
    private final Map<String, Windows> waiting = new LinkedHashMap<>();

    private int inProgress;
    private ProducerTemplate template;

    /**
     * @param threads at least {@code most} threads
     * @param most how many windows may be in progress at a time
     * @param mostOf how many windows of an account may be in progress at a time
     * @param stopping whether the process is stopping: then no other window begins
     */
    public WindowQueue(
            CamelContext context,
            ExecutorService threads,
            int most,
            ToIntFunction<Account> mostOf,
            WindowGate gate,
            BooleanSupplier stopping) {
        this.context = context;
        this.threads = threads;
        this.most = most;
        this.mostOf = mostOf;
        this.gate = gate;
        this.stopping = stopping;
    }

    /** The windows of one account, by stage. */
    private static final class Windows {

        private final Account account;
        private final TreeMap<Integer, Deque<DueWindow>> stages = new TreeMap<>();
        private int inProgress;

        private Windows(Account account) {
            this.account = account;
        }

        private void add(int stage, DueWindow window) {
            stages.computeIfAbsent(stage, any -> new ArrayDeque<>()).add(window);
        }

        private boolean hasNext() {
            return !stages.isEmpty() && !stages.firstEntry().getValue().isEmpty();
        }

        private DueWindow next() {
            inProgress++;
            return stages.firstEntry().getValue().remove();
        }

        /** Returns whether all windows have ended. */
        private boolean ended() {
            inProgress--;
            if (inProgress == 0 && !stages.isEmpty() && !hasNext()) {
                stages.pollFirstEntry();
            }
            return inProgress == 0 && stages.isEmpty();
        }
    }

    /**
     * Adds windows without waiting for them.
     *
     * @param stages the windows to collect, of accounts that are not {@link #isBusy busy}
     * @param route the endpoint of the route that collects a window, which is in the body
     */
    public synchronized void add(@Body List<List<DueWindow>> stages, String route) {
        for (int stage = 0; stage < stages.size(); stage++) {
            for (DueWindow window : stages.get(stage)) {
                waiting.computeIfAbsent(window.account().id(), any -> new Windows(window.account()))
                        .add(stage, window);
            }
        }
        begin(route);
    }

    /** Adds windows and waits until all of them have ended. */
    public synchronized void collect(@Body List<List<DueWindow>> stages, String route) throws InterruptedException {
        Set<String> accounts = stages.stream()
                .flatMap(List::stream)
                .map(window -> window.account().id())
                .collect(Collectors.toSet());
        add(stages, route);
        while (waiting.keySet().stream().anyMatch(accounts::contains)) {
            wait();
        }
    }

    /** Whether windows of the account wait or are in progress. */
    public synchronized boolean isBusy(Account account) {
        return waiting.containsKey(account.id());
    }

    /**
     * Removes the windows of some accounts that have not begun, and waits for those in progress.
     *
     * @param patience the longest time to wait
     */
    public synchronized void drop(Predicate<String> accounts, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        waiting.values().stream()
                .filter(windows -> accounts.test(windows.account.id()))
                .forEach(windows -> windows.stages.clear());
        waiting.values().removeIf(windows -> windows.stages.isEmpty() && windows.inProgress == 0);
        long left = deadline - System.nanoTime();
        while (left > 0 && waiting.keySet().stream().anyMatch(accounts)) {
            try {
                wait(1 + left / 1_000_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            left = deadline - System.nanoTime();
        }
    }

    private void begin(String route) {
        while (inProgress < most && !stopping.getAsBoolean()) {
            Windows next = waiting.values().stream()
                    .filter(windows -> windows.hasNext() && windows.inProgress < mostOf.applyAsInt(windows.account))
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                return;
            }
            waiting.remove(next.account.id());
            waiting.put(next.account.id(), next);
            inProgress++;
            DueWindow window = next.next();
            threads.execute(() -> collect(next, window, route));
        }
    }

    private void collect(Windows of, DueWindow window, String route) {
        try {
            gate.enter();
            try {
                template().send(route, exchange -> exchange.getMessage().setBody(window));
            } finally {
                gate.leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended(of, route);
        }
    }

    private synchronized void ended(Windows of, String route) {
        inProgress--;
        if (of.ended()) {
            waiting.remove(of.account.id(), of);
        }
        notifyAll();
        begin(route);
    }

    private synchronized ProducerTemplate template() {
        if (template == null) {
            template = context.createProducerTemplate();
        }
        return template;
    }
}
