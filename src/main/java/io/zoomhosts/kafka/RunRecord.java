package io.zoomhosts.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.zoomhosts.run.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Variable;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Makes the record of a run: the bean {@code runRecord}. */
public final class RunRecord {

    static final String COMPLETED = "io.zoomhosts.run.completed.v1";
    static final String FAILED = "io.zoomhosts.run.failed.v1";

    /** The body of a run event message. Only zoom-hosts can create one, and it is sent once. */
    static final class Event {

        private final Run run;
        private final byte[] value;
        private final AtomicBoolean taken = new AtomicBoolean();

        private Event(Run run, byte[] value) {
            this.run = run;
            this.value = value;
        }

        byte[] value() {
            return value;
        }

        /** Whether the record has the topic and key of this run event, and is the first one made from it. */
        boolean take(ProducerRecord<Object, Object> record) {
            return record.topic().equals(run.report().runsTopic())
                    && run.key().equals(record.key())
                    && taken.compareAndSet(false, true);
        }
    }

    /** The run event as JSON text. */
    public String json(@Variable("run") Run run) throws JsonProcessingException {
        return ExactJson.MAPPER.writeValueAsString(run.event());
    }

    /** Replaces the message with the record of its run: event, key and headers. */
    public void write(@Variable("run") Run run, Exchange exchange) throws JsonProcessingException {
        List<Header> headers =
                new ArrayList<>(Headers.of(run, run.isFailed() ? FAILED : COMPLETED, Run.seconds(run.finishedAt())));
        headers.add(Headers.header("ce_id", run.id() + (run.isFailed() ? "/failed" : "/complete")));
        headers.add(Headers.header("ce_subject", run.key()));
        if (!run.isFailed() && run.topicId() != null) {
            headers.add(Headers.header(Headers.TOPIC_ID, run.topicId()));
        }
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        headers.forEach(header -> message.setHeader(header.key(), header.value()));
        message.setHeader(KafkaConstants.KEY, run.key());
        message.setBody(new Event(run, json(run).getBytes(StandardCharsets.UTF_8)));
    }
}
