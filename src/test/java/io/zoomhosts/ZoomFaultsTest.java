package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.zoomhosts.broker.KafkaBroker;
import io.zoomhosts.broker.WithKafka;
import io.zoomhosts.report.Failure;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Answer;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Zoom may answer instead of a page, and what becomes of the window. */
@ExtendWith(WithKafka.class)
class ZoomFaultsTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    /** Faults that pass by themselves, and how often a page is asked for until the window is complete (3 pages). */
    static Stream<Arguments> passing() {
        return Stream.of(
                arguments("500 with HTML", on(2, Answer.html(500)), 4),
                arguments("503 twice", on(2, Answer.html(503)).or(on(3, Answer.html(503))), 5),
                arguments("cut-off body", on(2, Answer.cutOff(1000)), 4),
                arguments("HTML with 200", on(3, Answer.html(200)), 4),
                arguments("per-second limit", on(2, tooMany("QPS")), 4),
                arguments("429 without a header", on(2, Answer.error(429, 429, "You have reached the limit")), 4),
                arguments(
                        "access token dead in the middle",
                        on(2, Answer.error(401, 124, "Access token is expired.")),
                        4),
                arguments("page token dead (300)", on(2, Answer.error(300, 300, "The token is invalid")), 5),
                arguments("page token dead (400, code 300)", on(3, Answer.error(400, 300, "The token is invalid")), 6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void should_complete_the_window_after(String name, On fault, int requests, KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault(fault);

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(rig.hosts().committed())
                    .extracting(record -> record.key())
                    .doesNotHaveDuplicates()
                    .hasSize(650);
            assertThat(reportRequests(rig)).isEqualTo(requests);
        }
    }

    /** Faults that fail the run, and how often a page is asked for until then. */
    static Stream<Arguments> failing() {
        LocalDate other = WINDOW.from().plusDays(1);
        return Stream.of(
                arguments(
                        "page token always dead",
                        laterPages(Answer.error(300, 300, "dead")),
                        Failure.PAGE_TOKEN_EXPIRED,
                        8),
                arguments("bad window", from(1, Answer.error(400, 300, "The window is bad")), Failure.BAD_WINDOW, 1),
                arguments("code 200", from(1, Answer.error(400, 200, "No permission.")), Failure.NOT_PERMITTED, 1),
                arguments("code 4700", from(1, Answer.error(401, 4700, "Token lacks scope")), Failure.NOT_PERMITTED, 1),
                arguments("code 4711", from(2, Answer.error(401, 4711, "Token lacks scope")), Failure.NOT_PERMITTED, 2),
                arguments(
                        "a second 401 at once", from(2, Answer.error(401, 124, "Invalid")), Failure.ACCESS_REFUSED, 3),
                arguments("daily limit", from(2, tooMany("Daily-limit")), Failure.DAILY_LIMIT, 2),
                arguments("no report", from(1, Answer.json(200, "{}")), Failure.NO_REPORT, 1),
                arguments("an error with 200", from(1, Answer.error(200, 1001, "No user")), Failure.NO_REPORT, 1),
                arguments("no rest", from(1, Answer.error(404, 404, "Not found")), Failure.REFUSED, 1),
                arguments("always 502", from(2, Answer.html(502)), Failure.ZOOM_UNAVAILABLE, 7),
                arguments("another window", from(1, page(other, "", "[]", 0)), Failure.WINDOW_CHANGED, 1),
                arguments(
                        "the same token for ever",
                        from(1, page(WINDOW.from(), "T", "[]", 0)),
                        Failure.PAGE_TOKEN_REPEATED,
                        2),
                arguments("a missing row", from(1, page(WINDOW.from(), "", "[]", 1)), Failure.TOTALS_DIFFER, 4));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failing")
    void should_publish_nothing_after(String name, On fault, Failure failure, int requests, KafkaBroker kafka)
            throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.zoom().fault(fault);

            Run run = rig.collect(WINDOW).get(0);

            assertThat(run.error().failure()).isEqualTo(failure);
            assertThat(rig.hosts().committed()).isEmpty();
            assertThat(rig.runs().committed())
                    .singleElement()
                    .extracting(record -> record.value())
                    .asString()
                    .contains("\"status\":\"failed\"", "\"hosts\":0", "\"kind\":\"" + failure.text() + "\"");
            assertThat(reportRequests(rig)).isEqualTo(requests);
        }
    }

    private static long reportRequests(Rig rig) {
        return rig.zoom().requests().stream()
                .filter(request -> request.path().endsWith("/report/users"))
                .count();
    }

    private static Answer tooMany(String limit) {
        return Answer.error(429, 429, "Too many requests").withHeader("X-RateLimit-Type", limit);
    }

    private static Answer page(LocalDate from, String token, String users, int total) {
        return Answer.json(
                200,
                "{\"from\":\"%s\",\"to\":\"%s\",\"next_page_token\":\"%s\",\"total_records\":%d,\"users\":%s}"
                        .formatted(from, WINDOW.to(), token, total, users));
    }

    private static On on(int request, Answer answer) {
        return new On(request, request, answer);
    }

    private static On from(int request, Answer answer) {
        return new On(request, Integer.MAX_VALUE, answer);
    }

    private static On laterPages(Answer answer) {
        return new On((request, nth) ->
                Optional.of(answer).filter(any -> request.query().containsKey("next_page_token")));
    }

    /** A fault of some of the requests for the report, counted from 1. */
    private static final class On implements Fault {

        private final Fault fault;

        private On(int first, int last, Answer answer) {
            this((request, nth) -> request.path().endsWith("/report/users") && nth >= first && nth <= last
                    ? Optional.of(answer)
                    : Optional.empty());
        }

        private On(Fault fault) {
            this.fault = fault;
        }

        private On or(On other) {
            return new On((request, nth) -> answer(request, nth).or(() -> other.answer(request, nth)));
        }

        @Override
        public Optional<Answer> answer(ReceivedRequest request, int nth) {
            return fault.answer(request, nth);
        }
    }
}
