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

/** {@code ZOOM_PARALLEL_WINDOWS}: windows share the access token and the request rate, and nothing else. */
@ExtendWith(WithKafka.class)
class ParallelWindowsTest {

    private static final Window[] WINDOWS = Rig.scheduled("active", "inactive").toArray(Window[]::new);

    @Test
    void parallel_windows_share_one_token_and_one_rate(KafkaBroker kafka) throws Exception {
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
                        .as("time between the first and the last of %d requests", rate + 1)
                        .isGreaterThan(Duration.ofSeconds(1));
            }
            assertThat(Duration.between(pages.get(0), pages.get(rate - 1))).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Guards against a pool that is smaller than the number of windows. */
    @Test
    void each_parallel_window_has_its_own_request_in_flight(KafkaBroker kafka) throws Exception {
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
    void one_failed_window_leaves_other_parallel_windows_complete(KafkaBroker kafka) throws Exception {
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

    /** Guards against a rate that shrinks with each attempt that ends while its next request waits. */
    @Test
    void abandoned_requests_give_their_rate_back(KafkaBroker kafka, @TempDir Path folder) throws Exception {
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
