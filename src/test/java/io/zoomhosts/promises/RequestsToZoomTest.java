package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the program sends to Zoom, and what it does not. */
@ExtendWith(WithKafka.class)
class RequestsToZoomTest {

    /** Guards against options that an HTTP endpoint does not have: Camel sends them along as parameters. */
    @Test
    void should_send_no_parameters_but_those_of_the_report_and_no_cookies(KafkaBroker kafka) throws Exception {
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
