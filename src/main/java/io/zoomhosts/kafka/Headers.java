package io.zoomhosts.kafka;

import io.zoomhosts.run.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Record headers: CloudEvents 1.0 in Kafka binary mode. Every value is UTF-8 text. */
final class Headers {

    /** Header of a complete run: the id of the topic that holds its rows. If that topic was deleted, the rows are lost. */
    static final String TOPIC_ID = "ce_topicid";

    private Headers() {}

    /** The headers that all events of a run at one time share. */
    static List<Header> of(Run run, String type, String time) {
        List<Header> headers = ofTrace(run);
        headers.add(header("ce_specversion", "1.0"));
        headers.add(header(
                "ce_source",
                "/zoom/accounts/" + run.account().id() + run.report().path()));
        headers.add(header("ce_type", type));
        headers.add(header("ce_time", time));
        headers.add(header("content-type", "application/json"));
        return headers;
    }

    /** The {@code traceparent} header; empty if the run is not traced. */
    static List<Header> ofTrace(Run run) {
        List<Header> headers = new ArrayList<>();
        if (run.trace().traceparent() != null) {
            headers.add(header("traceparent", run.trace().traceparent()));
        }
        return headers;
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
