package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Instances of one {@code zoom.instance-group} share the accounts: each account is collected by one of them. */
@ExtendWith(WithKafka.class)
class InstancesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration SESSION = Duration.ofSeconds(6);
    private static final int ACCOUNTS = 6;
    private static final List<Window> WINDOWS = Rig.scheduled("inactive");

    private final List<Launcher.Started> started = new ArrayList<>();

    @TempDir
    private Path folder;

    private Rig rig;

    @AfterEach
    void stop() {
        started.forEach(Launcher.Started::close);
        rig.close();
    }

    @Test
    void each_account_is_collected_by_one_of_the_instances(KafkaBroker kafka) throws Exception {
        begin(kafka, ACCOUNTS);
        start(2);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(complete()).hasSize(ACCOUNTS * WINDOWS.size()));

        assertThat(completeRuns()).as("each window once").hasSameSizeAs(complete());
        // The instance that is up first may have begun with accounts that it then hands over.
        assertThat(tokens()).hasSizeBetween(ACCOUNTS, 2 * ACCOUNTS);
        assertThat(pages()).isBetween((long) ACCOUNTS * WINDOWS.size(), ACCOUNTS * (WINDOWS.size() + 1L));
        String shown = rig.launcher().run("runs").stdout();
        assertThat(shown.lines().filter(line -> line.startsWith("zoom-hosts-")))
                .hasSize(2)
                .noneMatch(line -> line.contains("none: stands by"));
        assertThat(shown.substring(shown.indexOf("INSTANCE")))
                .contains(rig.zoom().accountIds());
    }

    /** The other instance takes over after the session time-out, aborts what the killed one left open, and collects the rest. */
    @Test
    void a_killed_instance_is_replaced_within_the_session_time_out_and_five_seconds(KafkaBroker kafka)
            throws Exception {
        begin(kafka, ACCOUNTS);
        Fault held = (request, nth) ->
                request.isForPage() ? Optional.of(SandboxAnswer.stalled(Duration.ofMinutes(5))) : Optional.empty();
        rig.zoom().fault(held);
        Launcher.Started first = start(1).get(0);
        await().atMost(PATIENCE).until(() -> pages() >= ACCOUNTS);
        start(1);
        await().atMost(PATIENCE).until(() -> owners() == 2);

        rig.zoom().fault((request, nth) -> Optional.empty());
        long before = System.nanoTime();
        first.process().destroyForcibly().waitFor();
        await().atMost(SESSION.plusSeconds(5)).until(() -> owners() == 1);
        System.out.printf("taken over %d ms after kill -9%n", (System.nanoTime() - before) / 1_000_000);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(complete()).hasSize(ACCOUNTS * WINDOWS.size()));
    }

    @Test
    void with_one_account_the_other_instance_stands_by_until_the_first_stops(KafkaBroker kafka) throws Exception {
        begin(kafka, 1);
        Launcher.Started first = start(1).get(0);
        await().atMost(PATIENCE).until(() -> complete().size() == WINDOWS.size());
        Launcher.Started second = start(1).get(0);
        await().atMost(PATIENCE).until(() -> owners() == 2);
        assertThat(rig.launcher().run("runs").stdout()).contains("none: stands by");

        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Launcher.Ended byHand =
                rig.launcher().run("collect", "--from", today.withDayOfMonth(1).toString(), "--to", today.toString());
        assertThat(byHand.exitStatus()).as(byHand.stderr()).isZero();

        stopGracefully(first);
        await().atMost(PATIENCE).until(() -> owners() == 1);
        stopGracefully(second);
        assertThat(tokens()).as("of the first instance and of the command").hasSizeLessThanOrEqualTo(3);
        assertThat(first.output() + second.output()).doesNotContain("ERROR", "is collecting the same window");
    }

    /** Otherwise nobody would collect what only one of them collects. */
    @Test
    void instances_that_collect_something_else_do_not_share(KafkaBroker kafka) throws Exception {
        begin(kafka, ACCOUNTS);
        start(1);
        await().atMost(PATIENCE).until(() -> complete().size() == ACCOUNTS * WINDOWS.size());
        rig.set("zoom.report-types", "active");
        start(1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(complete()).hasSize(2 * ACCOUNTS * WINDOWS.size()));
    }

    private void begin(KafkaBroker kafka, int accounts) throws Exception {
        rig = Rig.start(
                        kafka,
                        Rig.options().withAccounts(accounts).withIdleHosts(20).withActiveHosts(20))
                .set("zoom.instance-group", "zoom-hosts-" + UUID.randomUUID())
                .set("kafka.session-timeout", String.valueOf(SESSION.toMillis()))
                .set("zoom.report-types", "inactive");
        if (accounts > 1) {
            rig.zoom().writeAccounts(folder);
            rig.set("zoom.accounts", folder.toString());
        }
    }

    private List<Launcher.Started> start(int number) throws Exception {
        List<Launcher.Started> instances = new ArrayList<>();
        for (int instance = 0; instance < number; instance++) {
            instances.add(rig.launcher().start());
        }
        started.addAll(instances);
        return instances;
    }

    private static void stopGracefully(Launcher.Started instance) throws InterruptedException {
        instance.process().destroy();
        assertThat(instance.process().waitFor(30, TimeUnit.SECONDS))
                .as(instance.output())
                .isTrue();
    }

    /** How many instances the brokers know. */
    private long owners() {
        return rig.printRuns()
                .stdout()
                .lines()
                .filter(line -> line.startsWith("zoom-hosts-"))
                .count();
    }

    private long pages() {
        return rig.zoom().requests().stream().filter(ReceivedRequest::isForPage).count();
    }

    private List<String> tokens() {
        return rig.zoom().requests().stream()
                .filter(ReceivedRequest::isForToken)
                .map(ReceivedRequest::accountId)
                .toList();
    }

    /** The windows that are complete. */
    private Set<String> complete() {
        return new HashSet<>(completeRuns());
    }

    /** The windows of all complete runs. */
    private List<String> completeRuns() {
        List<String> windows = new ArrayList<>();
        for (ConsumerRecord<String, String> event : rig.runs().committed()) {
            JsonNode run = AsyncApi.tree(event.value());
            if (run.path("status").textValue().equals("complete")) {
                windows.add(event.key());
            }
        }
        return windows;
    }
}
