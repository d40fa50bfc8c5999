package io.zoomhosts.run;

import static io.zoomhosts.run.OctoberRuns.collect;
import static io.zoomhosts.run.OctoberRuns.host;
import static io.zoomhosts.run.OctoberRuns.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.kafka.ExactJson;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.PageRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The members of a run event. */
class RunEventTest {

    private final Run run = OctoberRuns.run();

    @Test
    void event_of_a_complete_run_has_these_members_in_this_order() throws IOException {
        collect(run, page("t1", 6L, host("a"), host("b"), "{\"user_name\":\"no id\"}"));
        run.accept(page("", (Long) null, host("b"), host("c"), host("d"), host("e")));
        run.distinctRows();
        run.published(2, 1);
        run.verify();
        run.complete();

        assertThat(json(run)).isEqualTo(oneLine("""
                {"run_id":"2026-11-01T02:30:00Z/ACCOUNT/hosts/active/2026-10-01/2026-10-31","status":"complete",
                "report":{"name":"hosts","account_id":"ACCOUNT","type":"active","from":"2026-10-01","to":"2026-10-31"},
                "rows":4,"hosts":4,"pages":2,"duplicates":1,"rejected":1,"filtered":1,
                "total_records":6,"total_meetings":null,"total_participants":null,"total_meeting_minutes":null,
                "settled":false,"proof":["token-chain","echo","total"],
                "started_at":"2026-11-01T02:30:01Z","finished_at":"2026-11-01T02:31:00Z"}
                """));
    }

    /** The event is in the run's transaction, so it is written before the commit. */
    @Test
    void event_of_a_verified_run_has_status_complete() throws IOException {
        collect(run, page("", 1L, host("a")));
        run.verify();

        assertThat(run.event()).containsEntry("status", "complete").containsEntry("rows", 1L);
    }

    @Test
    void event_of_a_failed_run_has_no_rows_and_an_error() throws IOException {
        run.accept(page("t1", 5L, host("a"), host("b"), host("a"), "{}"));
        run.distinctRows();
        run.published(1, 1);
        run.attemptFailed(new RunException(Failure.WINDOW_CHANGED, "not what was asked for by a@b.example"), false);

        assertThat(json(run)).isEqualTo(oneLine("""
                {"run_id":"2026-11-01T02:30:00Z/ACCOUNT/hosts/active/2026-10-01/2026-10-31","status":"failed",
                "report":{"name":"hosts","account_id":"ACCOUNT","type":"active","from":"2026-10-01","to":"2026-10-31"},
                "rows":0,"hosts":0,"pages":1,"duplicates":1,"rejected":1,"filtered":1,
                "total_records":5,"total_meetings":null,"total_participants":null,"total_meeting_minutes":null,
                "settled":false,
                "started_at":"2026-11-01T02:30:01Z","finished_at":"2026-11-01T02:31:00Z",
                "error":{"kind":"window-changed","message":"not what was asked for by ***@***"}}
                """));
    }

    @Test
    void event_of_a_failed_run_has_neither_differences_nor_mismatch() throws IOException {
        Run lenient = OctoberRuns.lenientRun();
        collect(lenient, page("", ",\"total_records\":2,\"total_meetings\":9", "{\"id\":\"a\",\"meetings\":1}"));
        lenient.verify();
        lenient.attemptFailed(new RunException(Failure.KAFKA_REFUSED, "no"), false);

        assertThat(lenient.event()).doesNotContainKeys("mismatch", "differences");
    }

    @Test
    void event_of_a_report_without_a_second_count_has_rows_only() throws IOException {
        Run sessions = OctoberRuns.runWithoutTotal();
        collect(sessions, OctoberRuns.bare(sessions, "", host("a")));
        sessions.verify();

        assertThat(json(sessions)).isEqualTo(oneLine("""
                {"run_id":"2026-11-01T02:30:00Z/ACCOUNT/sessions/2026-10-01/2026-10-31","status":"complete",
                "report":{"name":"sessions","account_id":"ACCOUNT","from":"2026-10-01","to":"2026-10-31"},
                "rows":1,"pages":1,"duplicates":0,"rejected":0,"filtered":0,
                "settled":false,"proof":["token-chain"],
                "started_at":"2026-11-01T02:30:01Z","finished_at":"2026-11-01T02:31:00Z"}
                """));
    }

    @Test
    void event_has_zooms_totals() throws IOException {
        collect(
                run,
                page(
                        "",
                        ",\"total_records\":0,\"total_meetings\":2,\"total_participants\":10,\"total_meeting_minutes\":11"));
        run.verify();

        assertThat(json(run))
                .contains("\"total_records\":0,\"total_meetings\":2,\"total_participants\":10,"
                        + "\"total_meeting_minutes\":11,");
    }

    @Test
    void event_has_differences_with_their_sums() throws IOException {
        collect(
                run,
                page(
                        "",
                        ",\"total_records\":2,\"total_meetings\":9,\"total_participants\":5",
                        "{\"id\":\"a\",\"meetings\":1,\"participants\":2,\"meeting_minutes\":3}",
                        "{\"id\":\"b\",\"meetings\":1,\"participants\":3,\"meeting_minutes\":3}"));
        run.verify();

        assertThat(run.event()).containsEntry("differences", Map.of("total_meetings", 2L));
    }

    @Test
    void keeps_each_total_separately() throws IOException {
        run.accept(page("t1", ",\"total_records\":1,\"total_meetings\":2,\"total_meeting_minutes\":4"));
        run.accept(page("t2", ",\"total_meetings\":20"));

        assertThat(run.counts().totals().asMap().values()).containsExactly(1L, 20L, null, 4L);

        run.accept(page(
                "", ",\"total_records\":0,\"total_meetings\":0,\"total_participants\":0,\"total_meeting_minutes\":0"));

        assertThat(run.counts().totals().asMap().values()).containsExactly(0L, 0L, 0L, 0L);
    }

    @ParameterizedTest
    @CsvSource({
        // start of the run, settled
        "2026-11-02T23:59:59.999Z, false",
        "2026-11-03T00:00:00Z,     true",
        "2027-01-01T00:00:00Z,     true",
    })
    void settled_if_the_run_began_after_the_settling_time(Instant start, boolean settled) throws IOException {
        Run later = new Run(
                new DueWindow(OctoberRuns.ACCOUNT, OctoberRuns.OCTOBER, OctoberRuns.TRIGGERED),
                OctoberRuns.limits(false),
                start);
        collect(later, page("", 0L));
        later.verify();

        assertThat(later.event()).containsEntry("settled", settled);
    }

    @ParameterizedTest
    @CsvSource({"Asia/Tokyo, true", "UTC, false"})
    void settles_in_the_time_zone_of_the_account(ZoneId zone, boolean settled) {
        Account account = HostReport.account("ACCOUNT", zone, List.of("hosts"), Clock.systemUTC());

        Run there = new Run(
                new DueWindow(account, OctoberRuns.OCTOBER, OctoberRuns.TRIGGERED),
                OctoberRuns.limits(false),
                Instant.parse("2026-11-02T15:00:00Z"));

        assertThat(there.isSettled()).isEqualTo(settled);
    }

    @Test
    void row_events_carry_the_same_report() throws IOException {
        String reported = ExactJson.MAPPER.writeValueAsString(
                PageRequest.first("ACCOUNT", run.window()).asked());

        assertThat(reported)
                .isEqualTo("{\"name\":\"hosts\",\"account_id\":\"ACCOUNT\",\"type\":\"active\","
                        + "\"from\":\"2026-10-01\",\"to\":\"2026-10-31\"}");
    }

    private static String json(Run run) throws IOException {
        return ExactJson.MAPPER.writeValueAsString(run.event());
    }

    private static String oneLine(String text) {
        return text.lines().collect(Collectors.joining());
    }
}
