package io.zoomhosts.kafka;

import java.util.List;
import java.util.stream.Stream;

/** All advice on Kafka, for the test of docs/troubleshooting.md. */
public final class KafkaAdviceTexts {

    private KafkaAdviceTexts() {}

    public static List<String> all() {
        return Stream.of(KafkaAdvice.values()).map(KafkaAdvice::text).toList();
    }
}
