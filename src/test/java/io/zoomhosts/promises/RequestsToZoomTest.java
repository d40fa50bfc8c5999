package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests to Zoom contain only documented parameters and no cookies. */
@ExtendWith(WithKafka.class)
class RequestsToZoomTest {

    /** Guards against unknown options of an HTTP endpoint, which Camel sends as parameters. */
    @Test
    void sends_only_the_parameters_of_the_report_and_no_cookies(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(Rig.lastMonth("active"));

            assertThat(rig.zoom().requests()).hasSize(4).allSatisfy(request -> {
                Set<String> parameters = request.isForPage()
                        ? Set.of("type", "from", "to", "page_size", "group_id", "next_page_token")
                        : Set.of();
                assertThat(parameters).containsAll(request.query().keySet());
                assertThat(request.headers()).doesNotContainKeys("cookie", "Cookie");
            });
        }
    }
}
