package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two accounts with the same trigger time can share topics. */
@ExtendWith(WithKafka.class)
class TwoAccountsTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    /** Reads the topics as docs/events.md tells consumers to. */
    @Test
    void a_consumer_can_tell_runs_of_two_accounts_apart(KafkaBroker kafka) throws Exception {
        try (Rig one = Rig.start(kafka, Rig.options().withAccountId("one").withActiveHosts(650));
                Rig other =
                        Rig.start(kafka, Rig.options().withAccountId("other").withActiveHosts(700))) {
            other.publishTo(one);

            CompletableFuture<List<Run>> beside = CompletableFuture.supplyAsync(() -> collect(other));
            List<Run> runs = one.collect(WINDOW);
            runs.addAll(beside.get());

            assertThat(runs).hasSize(2).noneMatch(Run::isFailed);
            List<ConsumerRecord<String, String>> events = one.runs().committed();
            assertThat(events)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrder("one/hosts/" + WINDOW.key(), "other/hosts/" + WINDOW.key());
            assertThat(events)
                    .extracting(event -> Topic.headers(event).get("ce_id"))
                    .doesNotHaveDuplicates();
            Map<String, Set<String>> hosts = new HashMap<>();
            for (ConsumerRecord<String, String> host : one.hosts().committed()) {
                JsonNode report = AsyncApi.tree(host.value()).path("report");
                hosts.computeIfAbsent(report.path("run_id").textValue(), run -> new HashSet<>())
                        .add(host.key());
            }
            assertThat(events).allSatisfy(event -> {
                JsonNode run = AsyncApi.tree(event.value());
                boolean ofOne = run.at("/report/account_id").textValue().equals("one");
                assertThat(run.path("rows").intValue()).isEqualTo(ofOne ? 650 : 700);
                assertThat(hosts.get(run.path("run_id").textValue()))
                        .hasSize(run.path("rows").intValue());
            });
        }
    }

    private static List<Run> collect(Rig rig) {
        try {
            return rig.collect(WINDOW);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
