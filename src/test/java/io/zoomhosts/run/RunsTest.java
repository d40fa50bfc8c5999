package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.host;
import static io.zoomhosts.run.OctoberRuns.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.account.RetrySchedule;
import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.HandedOverException;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.failure.UndecidedException;
import io.zoomhosts.kafka.KafkaDiagnosis;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.sandbox.SettableClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** The steps of a run as the routes call them, and the listeners that are notified. */
class RunsTest {

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Account account = HostReport.account("ACCOUNT", clock);
    private final RetrySchedule retries = account.retrySchedule();
    private final DueWindow due = new DueWindow(account, OctoberRuns.OCTOBER, clock.instant());
    private final Map<String, CompleteRun> ledger = new HashMap<>();
    private final List<String> heard = new ArrayList<>();
    private boolean stopping;
    private boolean handedOver;

    private final Runs runs = new Runs(
            OctoberRuns.limits(false, clock),
            (report, since) -> ledger,
            List.of(new RunListener() {
                @Override
                public void onPage(Run run) {
                    heard.add("page " + run.counts().pages() + ", " + run.arrived() + " rows");
                }

                @Override
                public void onRetry(Run run, RunException why) {
                    heard.add("retry after attempt " + run.attempt() + ", " + why.failure());
                }

                @Override
                public void onEnd(Run run) {
                    heard.add("end " + run.outcome().text());
                }
            }),
            run -> RunTrace.NONE,
            new KafkaDiagnosis(),
            new AccountOwner() {
                @Override
                public boolean owns(String accountId) {
                    return !handedOver;
                }

                @Override
                public void check(String accountId) {
                    // Runs only asks whether the account is its own.
                }
            },
            () -> stopping);

    @Test
    void notifies_of_each_page_each_retry_and_the_end() throws IOException {
        Run run = runs.open(due);
        runs.restart(run);
        runs.claim(run);
        collect(run, "t1", "a", "b");
        runs.failed(run, new RunException(Failure.PAGE_TOKEN_EXPIRED, "expired"), "next-page");
        runs.restart(run);
        runs.claim(run);
        collect(run, "t1", "a", "b");
        collect(run, "", "b", "c");
        runs.verify(run);

        runs.complete(run);

        assertThat(heard)
                .containsExactly(
                        "page 1, 2 rows",
                        "retry after attempt 1, PAGE_TOKEN_EXPIRED",
                        "page 1, 2 rows",
                        "page 2, 3 rows",
                        "end complete");
    }

    @Test
    void does_not_complete_a_run_without_its_verdict() {
        Run run = begin();

        assertThatExceptionOfType(RunException.class).isThrownBy(() -> runs.complete(run));

        assertThat(run.isOpen()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void skips_a_window_complete_since_this_trigger() {
        ledger.put(Run.keyOf(account, OctoberRuns.OCTOBER), OctoberRuns.complete("other", clock.instant()));

        Run run = begin();

        assertThat(run.isDue()).isFalse();
    }

    @Test
    void collects_a_window_complete_before_this_trigger() {
        ledger.put(
                Run.keyOf(account, OctoberRuns.OCTOBER),
                OctoberRuns.complete("other", clock.instant().minusMillis(1)));

        Run run = begin();

        assertThat(run.isDue()).isTrue();
    }

    @Test
    void collects_a_window_complete_only_for_another_account() {
        Account other = HostReport.account("OTHER", clock);
        ledger.put(Run.keyOf(other, OctoberRuns.OCTOBER), OctoberRuns.complete("other", clock.instant()));

        Run run = begin();

        assertThat(run.isDue()).isTrue();
    }

    @Test
    void fails_when_the_commit_was_not_requested() throws IOException {
        Run run = verified();

        runs.failed(
                run,
                new KafkaException("Kafka did not accept a record", new RecordTooLargeException("too large")),
                "window");

        assertThat(run.outcome()).isInstanceOf(Outcome.Failed.class);
        assertThat(run.isAnnounced()).isTrue();
        assertThat(run.error().failure()).isEqualTo(Failure.KAFKA_REFUSED);
    }

    @Test
    void is_undecided_when_the_commit_was_not_answered() throws IOException {
        Run run = verified();
        for (int retry = 0; retry < Failure.KAFKA.windowRetries(); retry++) {
            runs.failed(run, new UndecidedException(new TimeoutException("no answer")), "window");
            runs.restart(run);
        }

        runs.failed(run, new UndecidedException(new TimeoutException("no answer")), "window");

        assertThat(run.outcome()).isInstanceOf(Outcome.Undecided.class);
        assertThat(run.error().failure()).isEqualTo(Failure.KAFKA);
        assertThat(run.isAnnounced()).isFalse();
    }

    @Test
    void asks_the_ledger_after_an_unanswered_commit() throws IOException {
        Run run = verified();
        runs.failed(run, new UndecidedException(new TimeoutException("no answer")), "window");
        ledger.put(run.key(), OctoberRuns.complete(run.id(), run.startedAt()));
        runs.restart(run);
        runs.claim(run);

        runs.complete(run);

        assertThat(run.outcome()).isEqualTo(new Outcome.CompleteAlready(ledger.get(run.key()), true));
        assertThat(heard).last().isEqualTo("end complete-already");
    }

    @Test
    void names_the_failed_route_and_not_the_exceptions_message() {
        Run run = begin();

        runs.failed(run, new IllegalStateException("about reag12343@gmail.com"), "each-host");

        assertThat(run.error()).hasMessage("a step of route 'each-host' failed with IllegalStateException");
        assertThat(run.error().failure()).isEqualTo(Failure.ROUTE);
    }

    @Test
    void leaves_windows_to_the_instance_that_works_on_the_account_now() throws IOException {
        Run begun = runs.open(due);
        runs.restart(begun);
        runs.claim(begun);
        handedOver = true;

        assertThatExceptionOfType(HandedOverException.class).isThrownBy(() -> collect(begun, "t1", "a", "b"));
        runs.failed(begun, new RunException(Failure.FENCED, "fenced"), "window");
        runs.end(begun);
        Run waiting = runs.open(due);
        runs.end(waiting);

        assertThat(begun.outcome()).isInstanceOf(Outcome.LeftToOtherInstance.class);
        assertThat(waiting.outcome()).isInstanceOf(Outcome.LeftToOtherInstance.class);
        assertThat(waiting.attempt()).isZero();
        assertThat(heard).containsExactly("end handed-over", "end handed-over");
        assertThat(isRetriedWithin(Duration.ofDays(1))).isFalse();
    }

    @Test
    void leaves_windows_to_the_next_start_when_the_process_stops() {
        stopping = true;

        Run run = runs.open(due);
        runs.end(run);

        assertThat(run.outcome()).isInstanceOf(Outcome.LeftToNextStart.class);
        assertThat(run.attempt()).isZero();
        assertThat(heard).containsExactly("end stopped");
        assertThat(isRetriedWithin(Duration.ofDays(1))).isFalse();
    }

    @Test
    void leaves_the_other_windows_of_a_report_to_a_later_collection_after_many_failures() {
        for (int nth = 0; nth < FailureStreaks.LONGEST; nth++) {
            fail(runs.open(due));
        }
        heard.clear();

        Run left = runs.open(due);
        assertThat(left.isOpen()).isFalse();
        runs.end(left);

        assertThat(left.outcome()).isInstanceOf(Outcome.LeftToLaterCollection.class);
        assertThat(left.isAnnounced()).isFalse();
        assertThat(left.errorKind()).isEqualTo("not-permitted");
        assertThat(heard).containsExactly("end left");
        assertThat(runs.open(new DueWindow(
                                due.account(), due.window(), due.since().plusSeconds(30)))
                        .isOpen())
                .as("the next collection tries again")
                .isTrue();
    }

    @Test
    void a_complete_window_ends_the_row_of_failures() {
        for (int nth = 0; nth < FailureStreaks.LONGEST - 1; nth++) {
            fail(runs.open(due));
        }
        Run complete = begin();
        ledger.put(complete.key(), OctoberRuns.complete("other", complete.startedAt()));
        runs.claim(complete);
        runs.complete(complete);
        fail(runs.open(due));

        assertThat(runs.open(due).isOpen()).isTrue();
    }

    private void fail(Run run) {
        run.restart();
        runs.failed(run, new RunException(Failure.NOT_PERMITTED, "no scope"), "window");
        runs.end(run);
    }

    @Test
    void failures_while_the_process_stops_count_as_the_stop() {
        Run run = begin();
        stopping = true;

        runs.failed(run, new IllegalStateException("rejected"), "window");

        assertThat(run.outcome()).isInstanceOf(Outcome.LeftToNextStart.class);
    }

    @Test
    void begins_no_attempt_and_accepts_no_page_while_the_process_stops() {
        Run run = begin();
        stopping = true;

        OctoberRuns.assertFails(Failure.STOPPED, () -> runs.restart(run));
        OctoberRuns.assertFails(Failure.STOPPED, () -> runs.accept(run, page("", 0L)));

        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.page()).isNull();
    }

    @Test
    void retries_a_failed_window_later() {
        Run run = begin();
        runs.failed(run, new RunException(Failure.WINDOW_CHANGED, "no"), "next-page");

        runs.end(run);

        assertThat(isRetriedWithin(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void requests_nothing_until_a_daily_limit_ends() {
        Instant midnight = Instant.parse("2026-11-02T00:00:00Z");
        Run run = begin();
        runs.failed(run, new DailyLimitException(midnight), "next-page");
        runs.end(run);

        Run next = runs.open(due);

        assertThat(next.isOpen()).isFalse();
        assertThat(next.error().failure()).isEqualTo(Failure.DAILY_LIMIT);
        assertThat(isRetriedWithin(Duration.ofHours(21))).isFalse();
        assertThat(isRetriedWithin(Duration.ofMinutes(30))).isTrue();
    }

    @Test
    void a_daily_limit_of_one_account_does_not_delay_another() {
        retries.park(Instant.parse("2026-11-02T00:00:00Z"));

        Run other = runs.open(new DueWindow(HostReport.account("OTHER", clock), due.window(), due.since()));

        assertThat(other.isOpen()).isTrue();
    }

    private Run begin() {
        Run run = runs.open(due);
        runs.restart(run);
        runs.claim(run);
        return run;
    }

    private Run verified() throws IOException {
        Run run = begin();
        collect(run, "", "a");
        runs.verify(run);
        return run;
    }

    private void collect(Run run, String token, String... hosts) throws IOException {
        String[] rows = new String[hosts.length];
        for (int index = 0; index < hosts.length; index++) {
            rows[index] = host(hosts[index]);
        }
        runs.accept(run, page(token, (Long) null, rows));
        runs.published(run, runs.rows(run).size(), 0);
    }

    private boolean isRetriedWithin(Duration time) {
        clock.moveOn(time);
        return retries.takeDue();
    }
}
