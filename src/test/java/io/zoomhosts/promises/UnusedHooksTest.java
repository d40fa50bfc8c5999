package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page whose rows pass no step of a user takes a shorter way through the engine, with the same result. */
@ExtendWith(WithKafka.class)
class UnusedHooksTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    private static final String[] ROWS = {
        "{\"id\":\"plain\",\"email\":\"a@example.com\",\"total_meetings\":1}",
        "{\"id\" : \"spaces\" , \"type\":\t2}",
        "{\"id\":\"digits\",\"a\":1.10,\"b\":12345678901234567890,\"c\":1e3}",
        "{\"id\":\"escapes \\u00e9 \\\" \\\\\",\"name\":\"\\ud83d\\ude00 é\"}",
        "{\"id\":\"reserved\",\"report\":{\"mine\":1.10},\"after\":true}",
        "{\"email\":\"without-id@example.com\"}",
        "{\"id\":\"nested\",\"deep\":{\"list\":[{},[],null]},\"id2\":\"x\"}",
    };

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    /** What is published, without what differs between any two runs. */
    private record Published(Run run, List<String> rows, List<String> rejects) {

        static Published by(Rig rig) throws Exception {
            rig.zoom().fault(ReportStub.brokenWindow(WINDOW, ROWS));
            Run run = rig.collect(WINDOW).get(0);
            return new Published(run, rig.hosts().comparable(), rig.dlq().comparable());
        }
    }

    @Test
    void rows_are_published_the_same_with_and_without_a_step_that_changes_nothing(KafkaBroker kafka) throws Exception {
        Published without;
        try (Rig rig = routes.rig(kafka)) {
            without = Published.by(rig);
        }
        routes.eachHost("""
                - setProperty:
                    name: passed
                    expression:
                      constant:
                        expression: "true"
                """);
        Published with;
        try (Rig rig = routes.rig(kafka)) {
            with = Published.by(rig);
        }

        assertThat(without.run().error()).isNull();
        assertThat(without.rows()).hasSize(6).isEqualTo(with.rows());
        assertThat(without.rejects()).hasSize(1).isEqualTo(with.rejects());
        assertThat(without.run().counts())
                .usingRecursiveComparison()
                .isEqualTo(with.run().counts());
    }
}
