package io.zoomhosts;

import io.zoomhosts.kafka.WindowKafkaComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of Kafka's clients from environment variables, under Kafka's names or Camel's:
 *
 * <ul>
 *   <li>{@code KAFKA_CLIENT_SASL_LOGIN_CALLBACK_HANDLER_CLASS} is Kafka's {@code sasl.login.callback.handler.class}. Two
 *       underscores stand for an underscore, three for a hyphen.
 *   <li>{@code CAMEL_COMPONENT_KAFKA_SASL_MECHANISM} is {@code camel.component.kafka.sasl-mechanism}. Camel does not read these
 *       variables, so without this class TLS could be configured and silently not used.
 * </ul>
 *
 * Messages never contain values, which may be passwords.
 */
final class KafkaVariables {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaVariables.class);

    private static final String CLIENT = "KAFKA_CLIENT_";
    private static final String COMPONENT = "CAMEL_COMPONENT_KAFKA_";

    /** Variables that Kubernetes sets for a service called {@code kafka-client}. They are ignored. */
    private static final String KUBERNETES_SERVICE = CLIENT + "(SERVICE_(HOST|PORT.*)|PORT(_.*)?)";

    /** Kafka settings that zoom-hosts sets, with the setting to use instead; empty if the value is fixed. */
    private static final Map<String, String> SET_BY_ZOOM_HOSTS = Map.of(
            "bootstrap.servers", "kafka.brokers",
            "transaction.timeout.ms", "kafka.transaction-timeout",
            "transactional.id", "",
            "enable.idempotence", "",
            "isolation.level", "",
            "key.serializer", "",
            "value.serializer", "",
            "key.deserializer", "",
            "value.deserializer", "");

    private static final List<ConfigDef> CLIENTS =
            List.of(ProducerConfig.configDef(), ConsumerConfig.configDef(), AdminClientConfig.configDef());

    private final Environment environment;
    private final List<String> problems = new ArrayList<>();

    KafkaVariables(Environment environment) {
        this.environment = environment;
    }

    /**
     * Applies the settings to the component.
     *
     * @throws ConfigurationException if any setting is invalid; the message names all of them
     */
    void configure(CamelContext context, WindowKafkaComponent component) {
        given(COMPONENT).forEach((variable, value) -> set(context, component, variable, value));
        Map<String, Object> settings = new HashMap<>();
        given(CLIENT).forEach((variable, value) -> set(settings, variable, value));
        component.setClientSettings(settings);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    private Map<String, String> given(String prefix) {
        Map<String, String> given = new TreeMap<>();
        for (String variable :
                environment.beginningWith(prefix, variable -> key(variable).isPresent())) {
            String value = variable.matches(KUBERNETES_SERVICE) ? null : value(variable);
            if (value != null) {
                given.put(variable, value);
            }
        }
        return given;
    }

    private String value(String variable) {
        try {
            String value = environment.value(variable);
            if (value != null && Settings.isQuoted(value)) {
                problems.add(variable + " " + Settings.QUOTED);
                return null;
            }
            return value;
        } catch (ConfigurationException e) {
            problems.add(e.getMessage());
            return null;
        }
    }

    /** Sets an option of Camel's Kafka component. */
    private void set(CamelContext context, KafkaComponent component, String variable, String value) {
        String option = nameOf(variable, COMPONENT).replace("_", "");
        try {
            PropertyConfigurer configurer = component.getComponentPropertyConfigurer();
            if (configurer instanceof PropertyConfigurerGetter getter
                    && isNumber(getter.getOptionType(option, true))
                    && !value.matches("-?\\d+|(\\d+(ms|[smhd]))+")) {
                // Camel would silently use 0.
                throw new IllegalArgumentException("not a number");
            }
            // Camel's property binding is not used because it resolves placeholders in the value.
            if (!configurer.configure(context, component, option, value, true)) {
                problems.add(variable
                        + " is not an option of Camel's Kafka component. For a setting of Kafka's clients, use "
                        + CLIENT + " and Kafka's name: sasl.mechanism is " + CLIENT + "SASL_MECHANISM");
            }
        } catch (RuntimeException e) {
            problems.add(variable + " has an invalid value for this option of Camel's Kafka component");
        }
    }

    private static boolean isNumber(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    /** Adds a setting of Kafka's clients. */
    private void set(Map<String, Object> settings, String variable, String value) {
        String name = settingOf(variable);
        if (SET_BY_ZOOM_HOSTS.containsKey(name)) {
            problems.add(variable + " cannot be set: "
                    + (SET_BY_ZOOM_HOSTS.get(name).isEmpty()
                            ? "zoom-hosts requires the value that it sets itself. Unset the variable"
                            : "use " + Settings.named(SET_BY_ZOOM_HOSTS.get(name)) + " instead"));
            return;
        }
        key(variable)
                .ifPresentOrElse(
                        key -> check(variable, key, value),
                        () -> LOG.warn(
                                "{}: Kafka's clients have no setting {}; check for a typo. It is passed on in case a custom class"
                                        + " reads it",
                                variable,
                                name));
        settings.put(name, value);
    }

    private void check(String variable, ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
        } catch (ConfigException e) {
            problems.add(variable + " has an invalid value: it must be "
                    + switch (key.type) {
                        case CLASS -> "the name of a class on the class path, for example in a jar in lib/";
                        case LIST ->
                            "a list separated by commas" + (key.validator == null ? "" : ", of " + key.validator);
                        case STRING -> String.valueOf(key.validator);
                        default ->
                            key.type.toString().toLowerCase(Locale.ROOT)
                                    + (key.validator == null ? "" : ", " + key.validator);
                    });
        }
    }

    private static String settingOf(String variable) {
        return nameOf(variable, CLIENT)
                .replace("___", "-")
                .replace("__", "\0")
                .replace('_', '.')
                .replace('\0', '_');
    }

    /** The definition of a variable's setting in Kafka's clients; empty if they have no such setting. */
    private static Optional<ConfigDef.ConfigKey> key(String variable) {
        return variable.startsWith(CLIENT)
                ? CLIENTS.stream()
                        .map(client -> client.configKeys().get(settingOf(variable)))
                        .filter(Objects::nonNull)
                        .findFirst()
                : Optional.empty();
    }

    private static String nameOf(String variable, String prefix) {
        return variable.substring(prefix.length()).toLowerCase(Locale.ROOT);
    }
}
