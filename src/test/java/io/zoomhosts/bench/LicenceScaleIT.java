package io.zoomhosts.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The measurement of docs/scale.md, with few hosts: what it measures is the whole answer. */
@ExtendWith(WithKafka.class)
class LicenceScaleIT {

    @Test
    void measures_an_answer_about_every_host(KafkaBroker kafka, @TempDir Path folder) throws Exception {
        assertThat(new LicenceScale(600, 4, kafka, folder).measure())
                .anyMatch(row -> row.contains("2,400, written"))
                .anyMatch(row -> row.contains("group by verdict") && row.contains(" 600 hosts"))
                .anyMatch(row -> row.matches(".*verdict = 'idle'`: 1[2-4]\\d rows.*"))
                .anyMatch(row -> row.contains("relative to it"))
                .anyMatch(row -> row.contains("from its commit to the answer"));
    }
}
