package io.zoomhosts.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * A Kafka record, as Camel takes it in a list: a message with a topic, a key and headers of its own, built from nothing,
 * so that no header of an exchange ever reaches it. Its headers are in a plain map: Camel's own, which knows names in any
 * case, is the dearest part of a message.
 */
final class Record extends DefaultMessage {

    private final Map<String, Object> headers;

    /** @param headers UTF-8 text: Camel would write anything else in binary, or encode it once more for every record */
    Record(CamelContext context, String topic, Map<String, byte[]> headers, byte[] value) {
        super(context);
        this.headers = new HashMap<>(headers);
        this.headers.put(KafkaConstants.OVERRIDE_TOPIC, topic);
        setBody(value);
    }

    /** By the constant and not by its name, which changes between versions of Camel. */
    Record key(String key) {
        headers.put(KafkaConstants.KEY, key);
        return this;
    }

    Record header(String name, String value) {
        headers.put(name, utf8(value));
        return this;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object getHeader(String name) {
        return headers.get(name);
    }

    @Override
    public Map<String, Object> getHeaders() {
        return headers;
    }

    @Override
    public boolean hasHeaders() {
        return !headers.isEmpty();
    }

    @Override
    public Object removeHeader(String name) {
        return headers.remove(name);
    }
}
