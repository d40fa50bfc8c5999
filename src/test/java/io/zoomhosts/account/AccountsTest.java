package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The accounts that a collection works on: each with its own token, rate and retries. */
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

    @ParameterizedTest
    @CsvSource({
        // now, time zone, the last day that can be collected
        "2026-11-25T09:59:59Z, Pacific/Kiritimati, 2026-11-25",
        "2026-11-25T10:00:00Z, Pacific/Kiritimati, 2026-11-25",
        "2026-11-30T23:59:59Z, Asia/Tokyo        , 2026-11-30",
        "2026-12-01T00:00:00Z, Asia/Tokyo        , 2026-12-01",
        "2026-11-25T04:59:59Z, America/New_York  , 2026-11-24",
        "2026-11-25T05:00:00Z, America/New_York  , 2026-11-25",
    })
    void collects_no_day_that_has_not_begun_in_utc(Instant now, ZoneId zone, LocalDate last) {
        Account account =
                new Account("ID", new Account.Credentials("client", "s3cr3t"), zone, 10, Duration.ofSeconds(1), clock);

        assertThat(account.today(now)).isEqualTo(last);
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
