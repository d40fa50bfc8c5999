package io.zoomhosts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.run.Run;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of a page: each row once, with its key, or the run fails. */
class RowRecordsTest {

    /** Creates no topics: the topics that steps name exist. */
    private static final Topics NO_TOPICS = new Topics(null, null, false, 1, Duration.ZERO);

    private final HostRuns hostRuns = new HostRuns("zoom.hosts");
    private final Run run = hostRuns.open();
    private final RowRecords rowRecords =
            new RowRecords(hostRuns.runs, NO_TOPICS, new RowSteps(new DefaultCamelContext()));

    /** Guards against a row that counts twice: a hook may publish rows in any order and repeatedly. */
    @Test
    void counts_a_row_once_when_it_is_published_twice() throws Exception {
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

    /** Guards against a row that is lost silently because an asynchronous step was too late. */
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
    void refuses_to_send_a_page_twice_or_never() throws Exception {
        PageRecords records = begin("a");

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> rowRecords.sent(records))
                .withMessageContaining("did not send the records of a page");
        records.close();
        assertThatExceptionOfType(RunException.class).isThrownBy(records::close).withMessageContaining("twice");
    }

    private PageRecords begin(String... ids) throws Exception {
        return beginRows(Stream.of(ids).map("{\"id\":\"%s\"}"::formatted).toArray(String[]::new));
    }

    private PageRecords beginRows(String... rows) throws Exception {
        hostRuns.runs.restart(run);
        hostRuns.runs.accept(run, HostReport.read("""
                {"from":"2026-10-01","to":"2026-10-31","total_records":%d,"next_page_token":"","users":[%s]}
                """.formatted(rows.length, String.join(",", rows))));
        return rowRecords.begin(run);
    }

    private Exchange take(PageRecords records, int row) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("records", records);
        exchange.getMessage().setBody(records.rows().get(row));
        rowRecords.take(exchange);
        return exchange;
    }

    static Stream<Object> changed() {
        return Stream.of(
                "{\"id\":\"a\",\"n\":1}",
                "{\"id\":\"b\",\"\\u0069d\":\"a\"}",
                "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8),
                Map.of("id", "a"),
                ExactJson.MAPPER.createObjectNode().put("id", "a"));
    }

    @ParameterizedTest
    @MethodSource("changed")
    void publishes_a_changed_row_that_keeps_its_key(Object body) throws Exception {
        assertThat(add("a", body, null).key()).isEqualTo("a");
    }

    /** Zoom may write a key as a number; a step that parses and writes JSON keeps it a number. */
    @Test
    void publishes_a_changed_row_whose_key_is_a_number() throws Exception {
        assertThat(add(7, Map.of("id", 7), null).key()).isEqualTo("7");
        assertThat(add(7, "{\"id\":7}", null).key()).isEqualTo("7");
    }

    static Stream<Object> keyless() {
        Map<String, Object> none = new HashMap<>();
        none.put("id", null);
        return Stream.of("{}", none, Map.of("ID", "a"), Map.of("id", ""), Map.of("id", List.of("a")));
    }

    static Stream<Object> keyOfAnother() {
        return Stream.of(Map.of("id", "b"), Map.of("id", "A"), "{\"id\":\"a \"}", "{\"id\":0}", "{\"id\":true}");
    }

    /** Guards against a record whose value belongs to another key. */
    @ParameterizedTest
    @MethodSource({"keyless", "keyOfAnother"})
    void fails_the_run_when_a_step_leaves_a_row_without_its_key(Object body) throws Exception {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> add("a", body, null))
                .withMessageContaining("changed or removed 'id'")
                .withMessageContaining("setting the variable topic")
                .satisfies(why -> assertThat(why.failure()).isEqualTo(Failure.ROUTE));
    }

    @ParameterizedTest
    @MethodSource("keyless")
    void publishes_a_row_without_its_key_to_another_topic(Object body) throws Exception {
        assertThat(add("a", body, "elsewhere").key()).isEqualTo("a");
    }

    @ParameterizedTest
    @MethodSource("keyOfAnother")
    void refuses_a_row_with_the_key_of_another_row(Object body) {
        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> add("a", body, "elsewhere"))
                .withMessageContaining("changed or removed 'id'");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void reports_that_a_step_removed_the_variable_row(Object other) throws Exception {
        PageRecords records = begin("a");
        Exchange exchange = take(records, 0);
        exchange.setVariable("row", other);

        assertThatExceptionOfType(RunException.class)
                .isThrownBy(() -> rowRecords.add(exchange))
                .withMessageContaining("replaced the variable row");
    }

    /** The record of a row with that key after a step changed its body. */
    private ProducerRecord<Object, Object> add(Object id, Object body, String topic) throws Exception {
        PageRecords records = beginRows("{\"id\":%s}".formatted(ExactJson.MAPPER.writeValueAsString(id)));
        Exchange exchange = take(records, 0);
        exchange.getMessage().setBody(body);
        exchange.setVariable("topic", topic);
        rowRecords.add(exchange);
        return records.close().get(0);
    }

    static Stream<Object> bodies() {
        Map<String, Object> cyclic = new HashMap<>();
        cyclic.put("self", cyclic);
        return Stream.of("text", "[]", List.of("a"), cyclic);
    }

    /** Guards against an error that Camel does not catch, which would leave the window's exchange open forever. */
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
