package io.zoomhosts.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.WithKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The measurement of docs/scale.md, with few accounts: each claim must find what was committed, and nothing else. */
@ExtendWith(WithKafka.class)
class LedgerScaleIT {

    @Test
    void measures_a_ledger_of_a_year(KafkaBroker kafka) throws Exception {
        assertThat(new LedgerScale(5, 365, 20, kafka).measure())
                .anyMatch(row -> row.matches(".*runs in the topic \\| 4,\\d{3}, .*"))
                .anyMatch(row -> row.matches(".*windows kept \\| (\\d{2,3}|1,\\d{3}) .*"))
                .anyMatch(row -> row.contains("is open in every partition"));
    }
}
