package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccountsTest {

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Account failing = account("FAILING", clock);
    private final Account healthy = account("HEALTHY", clock);
    private final Accounts accounts = new Accounts(List.of(failing, healthy));

    @Test
    void retries_only_the_accounts_that_failed_and_each_failure_once() {
        failing.retrySchedule().retryLater();
        clock.moveOn(Duration.ofSeconds(30));

        assertThat(accounts.takeDueForRetry()).containsExactly(failing);

        assertThat(accounts.takeDueForRetry()).isEmpty();
    }

    @Test
    void shares_neither_token_nor_rate_between_accounts() {
        failing.accessToken().keep("tok", 3599);

        assertThat(healthy.accessToken().isMissing()).isTrue();
        assertThat(healthy.requestRate()).isNotSameAs(failing.requestRate());
    }

    @Test
    void names_an_account_by_its_id_and_shows_no_secret() {
        assertThat(failing).hasToString("FAILING");
        assertThat(failing.credentials().toString()).doesNotContain("client", "s3cr3t");
    }

    private static Account account(String id, Clock clock) {
        return new Account(
                id, new Account.Credentials("client", "s3cr3t"), ZoneOffset.UTC, 10, Duration.ofSeconds(1), clock);
    }
}
