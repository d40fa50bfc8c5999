package io.zoomhosts.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.routes.WindowGate;
import io.zoomhosts.run.DueWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Windows of several accounts are collected in turn, within {@code zoom.parallel-windows-total}. */
class WindowQueueTest {

    private static final String ROUTE = "direct:window";

    private final Account large = HostReport.account("LARGE");
    private final Account small = HostReport.account("SMALL");
    private final Account tiny = HostReport.account("TINY");
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<DueWindow> begun = new CopyOnWriteArrayList<>();
    /** Fair: windows end in the order in which they begin. */
    private final Semaphore mayEnd = new Semaphore(0, true);

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ROUTE).process(exchange -> {
                    begun.add(exchange.getMessage().getBody(DueWindow.class));
                    mayEnd.acquire();
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        mayEnd.release(1000);
        context.stop();
        threads.shutdownNow();
    }

    @Test
    void an_account_with_many_windows_does_not_hold_up_the_others() {
        WindowQueue queue = queue(4, 2);
        queue.add(List.of(windows(large, 50)), ROUTE);
        awaitInProgress(2);
        queue.add(List.of(windows(small, 2)), ROUTE);
        queue.add(List.of(windows(tiny, 1)), ROUTE);

        awaitInProgress(4);
        assertThat(begun).hasSize(4);
        assertThat(accounts()).containsExactlyInAnyOrder(large, large, small, small);

        mayEnd.release();
        await().untilAsserted(() -> assertThat(begun).hasSize(5));
        awaitInProgress(4);
        mayEnd.release();
        await().untilAsserted(() -> assertThat(begun).hasSize(6));
        assertThat(accounts()).contains(tiny);
    }

    @Test
    void no_account_has_more_windows_in_progress_than_its_limit() {
        WindowQueue queue = queue(10, 3);
        queue.add(List.of(windows(large, 50)), ROUTE);

        await().untilAsserted(() -> assertThat(begun).hasSize(3));
        mayEnd.release();
        await().untilAsserted(() -> assertThat(begun).hasSize(4));
    }

    @Test
    void a_stage_waits_for_the_stage_before_of_its_own_account_only() {
        WindowQueue queue = queue(10, 10);
        List<DueWindow> first = windows(large, 2);
        List<DueWindow> second = windows(large, 1);
        queue.add(List.of(first, second), ROUTE);
        await().untilAsserted(() -> assertThat(begun).hasSize(2));

        queue.add(List.of(List.of(), windows(small, 1)), ROUTE);
        await().untilAsserted(() -> assertThat(accounts()).contains(small));
        assertThat(begun).doesNotContainAnyElementsOf(second);
        awaitInProgress(3);
        mayEnd.release(3);
        await().untilAsserted(() -> assertThat(begun).containsAll(second));
        assertThat(queue.isBusy(large)).isTrue();
        mayEnd.release();
        await().until(() -> !queue.isBusy(large));
    }

    @Test
    void collect_returns_once_all_windows_have_ended() throws Exception {
        WindowQueue queue = queue(2, 2);
        CompletableFuture<Void> collecting =
                CompletableFuture.runAsync(() -> collect(queue, windows(small, 3)), threads);

        await().untilAsserted(() -> assertThat(begun).hasSize(2));
        awaitInProgress(2);
        mayEnd.release(2);
        await().untilAsserted(() -> assertThat(begun).hasSize(3));
        assertThat(collecting).isNotDone();
        mayEnd.release();
        collecting.get();
    }

    @Test
    void windows_of_an_account_that_is_handed_over_do_not_begin_and_those_in_progress_are_waited_for()
            throws Exception {
        WindowQueue queue = queue(2, 1);
        queue.add(List.of(windows(large, 5), windows(large, 5)), ROUTE);
        queue.add(List.of(windows(small, 2)), ROUTE);
        await().untilAsserted(() -> assertThat(begun).hasSize(2));

        queue.drop("LARGE"::equals, Duration.ofMillis(50));
        assertThat(queue.isBusy(large)).isTrue();
        awaitInProgress(2);
        mayEnd.release(2);
        queue.drop("LARGE"::equals, Duration.ofSeconds(20));

        assertThat(queue.isBusy(large)).isFalse();
        await().untilAsserted(() -> assertThat(accounts()).containsExactlyInAnyOrder(large, small, small));
    }

    private void awaitInProgress(int windows) {
        await().untilAsserted(() -> assertThat(mayEnd.getQueueLength()).isEqualTo(windows));
    }

    private WindowQueue queue(int most, int mostOfAccount) {
        return new WindowQueue(context, threads, most, any -> mostOfAccount, new WindowGate(), () -> false);
    }

    private static void collect(WindowQueue queue, List<DueWindow> windows) {
        try {
            queue.collect(List.of(windows), ROUTE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Account> accounts() {
        return begun.stream().map(DueWindow::account).toList();
    }

    private static List<DueWindow> windows(Account of, int number) {
        return IntStream.range(0, number)
                .mapToObj(nth -> new DueWindow(
                        of,
                        HostReport.window("active", "2026-10-01", "2026-10-31"),
                        Instant.EPOCH.plusNanos(System.nanoTime())))
                .toList();
    }
}
