package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Windows at the same time share the access token and the request rate, and nothing else. */
@ExtendWith(WithKafka.class)
class ParallelWindowsTest {

    private static final Window[] WINDOWS = Rig.scheduled("active", "inactive").toArray(Window[]::new);

    @Test
    void should_have_one_token_one_rate_and_whole_windows(KafkaBroker kafka) throws Exception {
        int rate = 10;
        try (Rig rig = Rig.start(kafka, Rig.options().withResponseDelay(Duration.ofMillis(300)))
                .set("zoom.parallel-windows", "6")
                .set("zoom.requests-per-second", String.valueOf(rate))) {
            List<Run> runs = rig.collect(WINDOWS);

            assertThat(runs).hasSize(WINDOWS.length).noneMatch(Run::isFailed);
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.completeRuns() == WINDOWS.length);
            assertThat(requests(rig, "/oauth/token")).hasSize(1);
            List<Instant> pages = requests(rig, "/v2/report/users");
            assertThat(pages).hasSize(WINDOWS.length / 2 * (3 + 2));
            for (int first = 0; first + rate < pages.size(); first++) {
                assertThat(Duration.between(pages.get(first), pages.get(first + rate)))
                        .as("time of %d requests, as they arrive", rate + 1)
                        .isGreaterThan(Duration.ofSeconds(1));
            }
            assertThat(Duration.between(pages.get(0), pages.get(rate - 1))).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Guards against a pool that is smaller than the number of windows: each waits for a request of its own. */
    @Test
    void has_a_request_under_way_for_each_window(KafkaBroker kafka) throws Exception {
        CountDownLatch all = new CountDownLatch(WINDOWS.length);
        try (Rig rig = Rig.start(kafka).set("zoom.parallel-windows", String.valueOf(WINDOWS.length))) {
            rig.zoom().fault((request, nth) -> {
                if (request.isForPage()) {
                    all.countDown();
                    awaitAll(all);
                }
                return Optional.empty();
            });

            assertThat(rig.collect(WINDOWS)).hasSize(WINDOWS.length).noneMatch(Run::isFailed);
            assertThat(all.getCount()).isZero();
        }
    }

    private static void awaitAll(CountDownLatch all) {
        try {
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void should_complete_all_windows_but_the_one_that_fails(KafkaBroker kafka) throws Exception {
        Window broken = WINDOWS[2];
        try (Rig rig = Rig.start(kafka).set("zoom.parallel-windows", "6")) {
            rig.zoom()
                    .fault((request, nth) -> isFor(broken, request)
                            ? Optional.of(SandboxAnswer.error(400, 300, "The next page token is invalid or expired."))
                            : Optional.empty());

            List<Run> runs = rig.collect(WINDOWS);

            assertThat(runs).filteredOn(Run::isFailed).singleElement().matches(run -> run.window()
                    .key()
                    .equals(broken.key()));
            assertThat(rig.audit())
                    .matches(Audit::isClean)
                    .matches(audit -> audit.completeRuns() == WINDOWS.length - 1);
        }
    }

    /** Guards against a rate that becomes less with each try that ends while its next page waits for it. */
    @Test
    void should_give_the_rate_back_of_requests_that_nobody_waits_for_any_more(KafkaBroker kafka, @TempDir Path folder)
            throws Exception {
        RoutesCopy.copyTo(folder);
        RoutesCopy.eachHost(folder, """
                - throwException:
                    exceptionType: java.lang.IllegalArgumentException
                    message: a step of the user's own
                """);
        try (Rig rig = Rig.start(kafka)) {
            rig.set("zoom.requests-per-second", "2").set("routes.location", "file:" + folder);

            List<Run> runs = assertTimeoutPreemptively(Duration.ofSeconds(60), () -> rig.collect(WINDOWS));

            assertThat(runs).hasSize(WINDOWS.length).allMatch(Run::isFailed);
        }
    }

    private static boolean isFor(Window window, ReceivedRequest request) {
        return window.variant().equals(request.query().get("type"))
                && window.from().toString().equals(request.query().get("from"));
    }

    private static List<Instant> requests(Rig rig, String path) {
        return rig.zoom().requests().stream()
                .filter(request -> request.path().equals(path))
                .map(ReceivedRequest::at)
                .sorted()
                .toList();
    }
}
