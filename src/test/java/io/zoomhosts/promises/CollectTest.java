package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job, end to end: the topics contain every host and a complete run after a collection. */
@ExtendWith(WithKafka.class)
class CollectTest {

    @Test
    void publishes_every_host_of_every_page(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Window window = Rig.lastMonth("active");

            rig.collect(window);

            Audit audit = rig.audit();
            assertThat(audit.complete()).containsExactly(Rig.runKey(window));
            assertThat(audit.expected()).isEqualTo(650);
            assertThat(audit.isClean()).as(audit.toString()).isTrue();
        }
    }

    @Test
    void announces_a_complete_window(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(Rig.lastMonth("inactive"));

            assertThat(rig.runs().committed()).singleElement().satisfies(run -> {
                assertThat(run.key()).isEqualTo(Rig.runKey(Rig.lastMonth("inactive")));
                assertThat(run.value()).contains("\"status\":\"complete\"", "\"hosts\":350", "\"total_records\":350");
            });
        }
    }
}
