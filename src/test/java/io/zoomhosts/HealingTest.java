package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.SandboxOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A producer that Kafka no longer accepts is replaced, without a restart of the process. */
@ExtendWith(WithKafka.class)
class HealingTest {

    @Test
    void should_complete_a_window_whose_producer_was_fenced_in_the_middle(KafkaBroker kafka) throws Exception {
        Window window = Rig.lastMonth("active");
        try (Rig rig = Rig.start(kafka)) {
            AtomicBoolean fenced = new AtomicBoolean();
            rig.zoom().fault((request, nth) -> {
                if (request.query().containsKey("next_page_token") && fenced.compareAndSet(false, true)) {
                    fence(kafka, rig.hosts().name(), window);
                }
                return Optional.empty();
            });

            Run run = rig.collect(window).get(0);

            assertThat(fenced).isTrue();
            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(rig.hosts().committed())
                    .extracting(record -> record.key())
                    .doesNotHaveDuplicates()
                    .hasSize(650);
            assertThat(rig.runs().committed()).hasSize(1);
        }
    }

    /** What a second process does that begins the same window. */
    private static void fence(KafkaBroker kafka, String topic, Window window) {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "zoom-hosts/" + topic + "/" + SandboxOptions.defaults().accountId() + "/report/users/" + window.key());
        try (KafkaProducer<String, String> other =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            other.initTransactions();
        }
    }
}
