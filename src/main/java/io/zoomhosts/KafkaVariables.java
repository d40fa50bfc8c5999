package io.zoomhosts;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings of Camel's Kafka component that are given as environment variables: Camel itself leaves those of a component
 * unread, and a wanted TLS would silently not be used.
 */
final class KafkaVariables {

    private static final String PREFIX = "CAMEL_COMPONENT_KAFKA_";

    private KafkaVariables() {}

    /** The properties that the variables stand for: {@code camel.component.kafka.*}. */
    static Map<String, String> settings(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(PREFIX))
                .collect(Collectors.toMap(variable -> property(variable.getKey()), Map.Entry::getValue));
    }

    private static String property(String variable) {
        return "camel.component.kafka."
                + variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
