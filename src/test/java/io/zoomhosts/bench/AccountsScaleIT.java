package io.zoomhosts.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The measurement of docs/scale.md, with fewer accounts: an instance needs no thread for an account. */
@ExtendWith(WithKafka.class)
class AccountsScaleIT {

    @TempDir
    private Path folder;

    @Test
    void an_idle_instance_has_as_many_threads_for_many_accounts_as_for_one(KafkaBroker kafka) throws Exception {
        List<AccountsScale.Idle> rows = new AccountsScale(100, kafka, folder).measure();

        assertThat(rows).hasSize(3);
        for (AccountsScale.Idle many : rows.subList(1, 3)) {
            assertThat(many.threads()).isBetween(10, rows.get(0).threads() + 10);
            assertThat(many.liveBytes() - rows.get(0).liveBytes()).isLessThan(20_000_000);
        }
    }
}
