package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Headers of Zoom's answers that mean something to Camel have no effect. */
@ExtendWith(WithKafka.class)
class HeaderInjectionTest {

    /** CVE-2026-49098, which affects Camel 4.18.0, and other headers that could redirect a request or a record. */
    @Test
    void headers_of_an_answer_redirect_neither_records_nor_requests(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            String elsewhere = "elsewhere." + System.nanoTime();
            SandboxAnswer own = SandboxAnswer.stalled(Duration.ofNanos(1))
                    .withHeader("kafka.OVERRIDE_TOPIC", elsewhere)
                    .withHeader("kafka.KEY", "another-key")
                    .withHeader("CamelKafkaOverrideTopic", elsewhere)
                    .withHeader("CamelHttpUri", "http://127.0.0.1:1/")
                    .withHeader("CamelHttpPath", "/elsewhere")
                    .withHeader("CamelBeanMethodName", "forget");
            rig.zoom().fault((request, nth) -> Optional.of(own));

            Run run = rig.collect(Rig.lastMonth("active")).get(0);

            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 650);
            assertThat(new Topic(kafka.bootstrapServers(), elsewhere).committed())
                    .isEmpty();
            assertThat(rig.hosts().committed()).allSatisfy(host -> assertThat(Topic.headers(host))
                    .containsOnlyKeys(
                            "ce_id",
                            "ce_source",
                            "ce_specversion",
                            "ce_subject",
                            "ce_time",
                            "ce_type",
                            "content-type"));
        }
    }
}
