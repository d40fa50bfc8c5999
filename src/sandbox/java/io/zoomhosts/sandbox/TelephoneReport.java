package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * {@code /report/telephone}: calls into meetings and out of them. The parameter {@code type} chooses one of three lists; the
 * row's own type does not say which. Two calls of each meeting differ in nothing but their end and price.
 */
final class TelephoneReport implements SandboxReport.Rows {
    private static final List<List<String>> ROW_TYPES = List.of(
            List.of("toll-free", "call-out"), List.of("US toll-number", "call-in"), List.of("call-in", "call-out"));
    private static final List<String> RATES = List.of("0.10", "0.05", "0.00");
    private static final Set<String> BY_MEETING = Set.of("meeting_start_time", "meeting_end_time");

    /**
     * A call.
     *
     * @param list 1 toll-free and call-out, 2 toll, 3 SIP
     * @param number in the meeting and list; the last two calls have the same number, start and type
     */
    private record Call(SandboxMeeting meeting, int list, int number) {
        private static final int CALLS = 3;

        Instant start() {
            return meeting.start().plusSeconds(60L * list + (isTwin() ? 20 : 0));
        }

        Instant end() {
            return start().plusSeconds(120 + 60L * number + meeting.dice().below(600, 20 + list));
        }

        boolean isTwin() {
            return number > 0;
        }

        Instant time(String dateType) {
            return switch (dateType) {
                case "end_time" -> end();
                case "meeting_start_time" -> meeting.start();
                case "meeting_end_time" -> meeting.end();
                default -> start();
            };
        }

        static List<Call> of(SandboxMeeting meeting, int list) {
            return IntStream.range(0, CALLS)
                    .mapToObj(number -> new Call(meeting, list, number))
                    .toList();
        }
    }

    private final Meetings meetings;

    TelephoneReport(Meetings meetings) {
        this.meetings = meetings;
    }

    /** Zoom counts calls only when it is asked by their own time. */
    static boolean hasTotals(ReportRequest request) {
        return !BY_MEETING.contains(dateType(request));
    }

    private static String dateType(ReportRequest request) {
        return request.choice("query_date_type", "start_time", "end_time", "meeting_start_time", "meeting_end_time");
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        int list = Integer.parseInt(request.choice("type", "1", "2", "3"));
        List<Call> calls = meetings.ended(request.from().minusDays(1), request.to(), request.now())
                .filter(meeting -> meeting.features().contains("telephone_usage"))
                .flatMap(meeting -> Call.of(meeting, list).stream())
                .filter(call -> request.covers(call.time(dateType(request))))
                .toList();
        return Json.rows(calls, TelephoneReport::row);
    }

    private static ObjectNode row(Call call) {
        SandboxMeeting meeting = call.meeting();
        SandboxUser host = meeting.host();
        SeededRandom dice = meeting.dice().about(call.list() + (call.isTwin() ? 10 : 0));
        List<String> types = ROW_TYPES.get(call.list() - 1);
        int minutes = SandboxMeeting.minutes(Duration.between(call.start(), call.end()));
        BigDecimal rate = new BigDecimal(RATES.get(call.list() - 1));
        return Json.object()
                .put("call_in_number", call.list() == 3 ? "ZoomGW" : "+1 888 555 0" + (100 + dice.below(100, 1)))
                .put("country_name", "US")
                .put("dept", host.department())
                .put("duration", minutes)
                .put("end_time", Times.iso(call.end()))
                .put("host_email", host.email())
                .put("host_id", host.id())
                .put("host_name", host.name())
                .put("meeting_id", meeting.id())
                .put("meeting_type", "Meeting")
                .put("phone_number", "+1 555 01" + (10 + dice.below(90, 2)))
                .put("rate", rate)
                .put("signaled_number", "+1 555 01" + (10 + dice.below(90, 3)))
                .put("start_time", Times.iso(call.start()))
                .put("total", rate.multiply(BigDecimal.valueOf(minutes)))
                .put("type", types.get(dice.below(types.size(), 4)))
                .put("uuid", meeting.uuid());
    }
}
