package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zoomhosts.Application;
import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.support.CapturedLog;
import io.zoomhosts.support.Latches;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service back-fills six months at start, and collects at each time of its schedule and soon after failures. */
@ExtendWith(WithKafka.class)
class ServiceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void back_fills_six_months_at_start(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Application service = rig.service();

            service.start();
            List<String> windows = windowsOfToday();
            await().atMost(PATIENCE).until(() -> completeRuns(rig).containsAll(windows));
            service.stop();

            assertThat(completeRuns(rig)).containsExactlyInAnyOrderElementsOf(windows);
            assertThat(rig.hosts().committed()).hasSize(windows.size() / 2 * 1000);
        }
    }

    @Test
    void skips_windows_that_an_earlier_process_completed(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            List<Window> windows = windows();
            rig.collect(windows.subList(1, windows.size()).toArray(Window[]::new));
            Application service = rig.service();

            service.start();
            await().atMost(PATIENCE).until(() -> completeRuns(rig).contains(Rig.runKey(windows.get(0))));
            service.stop();

            assertThat(completeRuns(rig)).doesNotHaveDuplicates().hasSize(windows.size());
        }
    }

    @Test
    void collects_the_month_to_date_at_each_time_of_the_schedule(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka).set("zoom.schedule", "* * * * * ?").set("zoom.report-types", "inactive")) {
            rig.collect(windows().toArray(Window[]::new));
            Application service = rig.service();
            String monthToDate = Rig.runKey(windows().get(windows().size() - 1));

            service.start();
            await().atMost(PATIENCE)
                    .until(() -> completeRuns(rig).stream()
                                    .filter(monthToDate::equals)
                                    .count()
                            >= 3);
            service.stop();

            assertThat(runs(rig))
                    .filteredOn(run -> run.path("run_id").asText().endsWith(monthToDate))
                    .extracting(run -> run.path("run_id").asText())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void a_stop_rolls_back_a_window_for_the_next_start(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            CountDownLatch stopping = new CountDownLatch(1);
            CountDownLatch secondPage = new CountDownLatch(1);
            rig.zoom().fault((request, nth) -> {
                if (request.query().containsKey("next_page_token")) {
                    secondPage.countDown();
                    Latches.await(stopping);
                }
                return Optional.empty();
            });
            Application service = rig.service();
            service.start();
            Latches.await(secondPage);

            Thread stop = new Thread(service::stop);
            stop.start();
            await().atMost(PATIENCE).until(service::isStopping);
            stopping.countDown();
            stop.join();

            assertThat(completeRuns(rig)).isEmpty();
            assertThat(rig.hosts().committed()).isEmpty();

            rig.zoom().fault(Fault.NONE);
            Application next = rig.service();
            next.start();
            await().atMost(PATIENCE).until(() -> completeRuns(rig).containsAll(windowsOfToday()));
            next.stop();
            assertThat(completeRuns(rig)).doesNotHaveDuplicates();
        }
    }

    /** Reads of the runs wait for Kafka meanwhile. */
    @Test
    void a_stop_does_not_wait_for_kafka() throws Exception {
        EmbeddedKafka away = EmbeddedKafka.start(0);
        away.close();
        try (Rig rig = Rig.start(away)) {
            Application service = rig.service();
            service.start();

            assertThat(CompletableFuture.runAsync(service::stop)).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void collects_soon_after_kafka_is_back() throws Exception {
        EmbeddedKafka away = EmbeddedKafka.start(0);
        away.close();
        try (Rig rig = Rig.start(away);
                CapturedLog logs = new CapturedLog("io.zoomhosts")) {
            Application service = rig.service();
            service.start();
            await().atMost(PATIENCE)
                    .until(() -> logs.contain("collects nothing until it has. It tries again: Kafka cannot be used"));

            EmbeddedKafka back = EmbeddedKafka.start(away.port());
            try (back) {
                await().atMost(PATIENCE).until(() -> completeRuns(rig).containsAll(windowsOfToday()));
                service.stop();
            }
        }
    }

    private static List<Window> windows() {
        return Rig.scheduled("active", "inactive");
    }

    private static List<String> windowsOfToday() {
        return windows().stream().map(Rig::runKey).toList();
    }

    private static List<String> completeRuns(Rig rig) {
        return runs(rig).stream()
                .filter(run -> run.path("status").asText().equals("complete"))
                .map(run -> run.path("run_id").asText().replaceFirst("^[^/]*/", ""))
                .toList();
    }

    private static List<JsonNode> runs(Rig rig) {
        return rig.runs().committed().stream().map(run -> json(run.value())).toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
