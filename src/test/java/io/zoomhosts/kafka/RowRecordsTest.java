package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.run.Run;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowRecordsTest {

    private final HostRuns hostRuns = new HostRuns("zoom.hosts");
    private final Run run = hostRuns.open();
    private final RowRecords rowRecords = new RowRecords(hostRuns.runs, null);

    /** Guards against a row that counts twice: steps of a user's may publish rows in any order, and again. */
    @Test
    void counts_a_row_once_however_often_it_is_published() throws Exception {
        PageRecords records = begin("a", "b", "c");
        Exchange a = take(records, 0);
        Exchange b = take(records, 1);

        for (Exchange row : List.of(a, b, a, b)) {
            rowRecords.add(row);
        }

        assertThat(records.published()).isEqualTo(2);
        assertThat(records.filtered()).isEqualTo(1);
        assertThat(records.close()).hasSize(4);
    }

    /** Guards against a row that is lost without a word: a step that goes on beside the window was too late. */
    @Test
    void fails_the_run_when_a_row_comes_after_its_page() throws Exception {
        PageRecords records = begin("a");
        Exchange late = take(records, 0);
        records.close();
        records.sent();
        rowRecords.sent(records);

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> rowRecords.add(late))
                .withMessageContaining("after its page was sent");
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> hostRuns.runs.verify(run))
                .withMessageContaining("after its page was sent");
    }

    @Test
    void refuses_to_send_a_page_twice_or_not_at_all() throws Exception {
        PageRecords records = begin("a");

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> rowRecords.sent(records))
                .withMessageContaining("did not send the records of a page");
        records.close();
        assertThatExceptionOfType(RunException.class).isThrownBy(records::close).withMessageContaining("twice");
    }

    private PageRecords begin(String... ids) throws Exception {
        hostRuns.runs.restart(run);
        String rows = Stream.of(ids).map("{\"id\":\"%s\"}"::formatted).collect(Collectors.joining(","));
        hostRuns.runs.accept(run, HostReport.read("""
                {"from":"2026-10-01","to":"2026-10-31","total_records":%d,"next_page_token":"","users":[%s]}
                """.formatted(ids.length, rows)));
        return rowRecords.begin(run);
    }

    private Exchange take(PageRecords records, int row) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("records", records);
        exchange.getMessage().setBody(records.rows().get(row));
        rowRecords.take(exchange);
        return exchange;
    }

    static Stream<Object> bodies() {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", cyclic);
        return Stream.of("text", "[]", List.of("a"), cyclic);
    }

    /** Guards against an error that Camel does not catch: the exchange of the window would never end. */
    @ParameterizedTest
    @MethodSource("bodies")
    void fails_the_run_when_a_step_leaves_something_other_than_an_object(Object body) throws Exception {
        PageRecords records = begin("a");
        Exchange exchange = take(records, 0);
        exchange.getMessage().setBody(body);

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> rowRecords.add(exchange))
                .withMessageContaining("something other than a JSON object")
                .satisfies(why -> assertThat(why.failure()).isEqualTo(Failure.ROUTE));
        assertThat(records.close()).isEmpty();
    }
}
