package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.CamelRun;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Camel's own Main runs the routes with {@link CamelRun}, as {@code camel run} does. */
@ExtendWith(WithKafka.class)
class CamelRunTest {

    @Test
    void camels_own_main_collects_with_the_shipped_routes(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Main main = new Main();
            rig.settings().forEach(main::addOverrideProperty);
            for (String off :
                    new String[] {"camel.management.enabled", "camel.server.enabled", "camel.metrics.enabled"}) {
                main.addOverrideProperty(off, "false");
            }
            main.addOverrideProperty("camel.main.configuration-classes", CamelRun.class.getName());
            main.configure().setBasePackageScanEnabled(false);
            main.configure()
                    .withRoutesIncludePattern("file:" + RoutesCopy.SHIPPED + "/engine/*,file:" + RoutesCopy.SHIPPED
                            + "/reports/*,file:" + RoutesCopy.SHIPPED + "/yours/*");

            main.start();
            try {
                await().atMost(Duration.ofSeconds(120))
                        .until(() -> rig.missing().isEmpty());
            } finally {
                main.stop();
            }

            Audit audit = rig.audit();
            assertThat(audit.isClean()).as(audit.toString()).isTrue();
        }
    }
}
