package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.HostReport;
import io.zoomhosts.sandbox.SettableClock;
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
    private final Account failing = HostReport.account("FAILING", "s3cr3t", clock);
    private final Account healthy = HostReport.account("HEALTHY", "s3cr3t", clock);

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
        Account account = HostReport.account("ID", zone, List.of("hosts"), clock);

        assertThat(account.today(now)).isEqualTo(last);
    }

    @Test
    void names_an_account_by_its_id_and_shows_no_secret() {
        assertThat(failing).hasToString("FAILING");
        assertThat(failing.credentials().toString()).doesNotContain("CLIENT", "s3cr3t");
    }

    @Test
    void a_changed_account_keeps_its_state_and_loses_the_token_of_old_credentials() {
        Accounts accounts = new Accounts(List.of(failing, healthy));
        failing.accessToken().keep("tok", 3599);
        healthy.accessToken().keep("tok", 3599);
        failing.retrySchedule().retryLater();
        DeclaredAccount rotated = with(failing.declared(), new Account.Credentials("CLIENT", "new"), ZoneOffset.UTC);
        DeclaredAccount moved = with(healthy.declared(), healthy.credentials(), ZoneId.of("Asia/Tokyo"));

        Accounts.Change change = accounts.declare(List.of(rotated, moved), AccountsTest::noneIsNew);

        assertThat(change.changed()).containsExactly(failing, healthy);
        assertThat(accounts.all()).containsExactly(failing, healthy);
        assertThat(failing.accessToken().isMissing()).isTrue();
        assertThat(healthy.accessToken().isMissing()).isFalse();
        assertThat(healthy.zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        clock.moveOn(Duration.ofSeconds(30));
        assertThat(failing.retrySchedule().takeDue()).isTrue();
    }

    @Test
    void names_what_was_added_and_removed() {
        Accounts accounts = new Accounts(List.of(failing, healthy));
        Account added = HostReport.account("ADDED", "s3cr3t", clock);

        Accounts.Change change = accounts.declare(List.of(healthy.declared(), added.declared()), declared -> added);

        assertThat(change).isEqualTo(new Accounts.Change(List.of(added), List.of(), List.of(failing)));
        assertThat(accounts.all()).containsExactly(healthy, added);
        assertThat(accounts.find("FAILING")).isEmpty();
    }

    private static Account noneIsNew(DeclaredAccount declared) {
        throw new AssertionError("account " + declared.id() + " is not new");
    }

    private static DeclaredAccount with(DeclaredAccount of, Account.Credentials credentials, ZoneId zone) {
        return new DeclaredAccount(
                of.id(), credentials, of.apiUrl(), of.oauthUrl(), of.requestsPerSecond(), of.reports(), zone);
    }
}
