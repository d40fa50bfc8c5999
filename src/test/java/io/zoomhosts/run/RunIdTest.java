package io.zoomhosts.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.Account;
import io.zoomhosts.kafka.TransactionalIds;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Window;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run_id}, key and start of a run. */
class RunIdTest {

    private final Run run = OctoberRuns.run();

    @Test
    void id_is_trigger_account_report_and_window() {
        assertThat(run.id()).isEqualTo("2026-11-01T02:30:00Z/ACCOUNT/hosts/active/2026-10-01/2026-10-31");
    }

    @Test
    void key_is_account_report_and_window() {
        assertThat(run.key()).isEqualTo("ACCOUNT/hosts/active/2026-10-01/2026-10-31");
        assertThat(Run.keyOf(run.account(), run.window())).isEqualTo(run.key());
    }

    @Test
    void id_and_key_without_parameters_have_only_dates() {
        Run sessions = OctoberRuns.runWithoutTotal();

        assertThat(sessions.id()).isEqualTo("2026-11-01T02:30:00Z/ACCOUNT/sessions/2026-10-01/2026-10-31");
        assertThat(sessions.key()).isEqualTo("ACCOUNT/sessions/2026-10-01/2026-10-31");
    }

    @Test
    void two_accounts_with_one_trigger_have_different_run_ids() {
        Run other = OctoberRuns.run(HostReport.account("OTHER"));

        assertThat(other.triggeredAt()).isEqualTo(run.triggeredAt());
        assertThat(other.id()).isNotEqualTo(run.id());
        assertThat(other.key()).isNotEqualTo(run.key());
        assertThat(TransactionalIds.of(other)).isNotEqualTo(TransactionalIds.of(run));
    }

    @Test
    void two_windows_of_one_trigger_have_different_run_ids() {
        Window inactive = HostReport.window("inactive", "2026-10-01", "2026-10-31");

        Run other = run(OctoberRuns.ACCOUNT, inactive, OctoberRuns.TRIGGERED);

        assertThat(other.id()).isNotEqualTo(run.id());
        assertThat(other.key()).isNotEqualTo(run.key());
    }

    @Test
    void attempts_keep_the_id() {
        String id = run.id();

        run.restart();
        run.restart();

        assertThat(run.id()).isEqualTo(id);
    }

    @Test
    void transactional_id_names_topic_account_report_and_window() {
        assertThat(TransactionalIds.of(run))
                .isEqualTo("zoom-hosts/zoom.hosts/ACCOUNT/hosts/active/2026-10-01/2026-10-31")
                .startsWith(TransactionalIds.in("zoom.hosts") + "ACCOUNT/");
    }

    @Test
    void transactional_id_and_key_do_not_depend_on_the_trigger() {
        Run later = run(OctoberRuns.ACCOUNT, OctoberRuns.OCTOBER, OctoberRuns.TRIGGERED.plusSeconds(86_400));

        assertThat(TransactionalIds.of(later)).isEqualTo(TransactionalIds.of(run));
        assertThat(later.key()).isEqualTo(run.key());
        assertThat(later.id()).isNotEqualTo(run.id());
    }

    @Test
    void processes_with_different_topics_do_not_fence_each_other() {
        Window elsewhere = new Window(
                HostReport.in("zoom.hosts.test"),
                OctoberRuns.OCTOBER.parameters(),
                OctoberRuns.OCTOBER.from(),
                OctoberRuns.OCTOBER.to());

        Run other = run(OctoberRuns.ACCOUNT, elsewhere, OctoberRuns.TRIGGERED);

        assertThat(TransactionalIds.of(other)).isNotEqualTo(TransactionalIds.of(run));
    }

    /** Otherwise a run would not count for its own trigger. */
    @Test
    void does_not_start_before_its_trigger() {
        Instant early = run.triggeredAt().minusMillis(2);

        Run hasty = OctoberRuns.runFrom(early);

        assertThat(hasty.startedAt()).isEqualTo(run.triggeredAt());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T02:30:00Z,           2026-11-01T02:30:00Z",
        "2026-11-01T02:30:59.999999999Z, 2026-11-01T02:30:59Z",
        "2026-11-01T00:00:00.001Z,       2026-11-01T00:00:00Z",
    })
    void instants_are_written_in_whole_seconds(Instant instant, String text) {
        assertThat(Run.seconds(instant)).isEqualTo(text);
    }

    private static Run run(Account account, Window window, Instant since) {
        return new Run(new DueWindow(account, window, since), OctoberRuns.limits(false), OctoberRuns.END);
    }
}
