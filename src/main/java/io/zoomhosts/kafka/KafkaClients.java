package io.zoomhosts.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The clients that are not Camel's own, with the settings of {@code camel.component.kafka.*}. The admin client is there
 * from its first use until {@link #close}: connections of its own for each question would take longer than the question.
 */
public final class KafkaClients implements AutoCloseable {

    /** How long a request of theirs may take. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Between two of the same questions. */
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final CamelContext context;
    private final Function<Properties, Admin> admins;
    private Admin admin;

    public KafkaClients(CamelContext context) {
        this(context, Admin::create);
    }

    KafkaClients(CamelContext context, Function<Properties, Admin> admins) {
        this.context = context;
        this.admins = admins;
    }

    /** Not to be closed: others use it too. */
    synchronized Admin admin() {
        if (admin == null) {
            admin = admins.apply(properties());
        }
        return admin;
    }

    /** A consumer of committed records, outside of any group. */
    Consumer<String, String> consumer() {
        Properties properties = properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // What was to be read may expire meanwhile: rather read too much than skip to the end.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A fetch beyond the end, which closing waits for, is not to wait for more.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    /** What Kafka says about settings that cannot be used together; empty where they can. No value is part of it. */
    public Optional<String> refusal() {
        try {
            new ProducerConfig(producerProperties("check"));
            return Optional.empty();
        } catch (ConfigException e) {
            String said = String.valueOf(e.getMessage());
            Matcher named = Pattern.compile("(?s).*configuration ([\\w.]+).*").matcher(said);
            return Optional.of(
                    said.startsWith("Invalid value")
                            ? "the value of " + (named.matches() ? named.group(1) : "a setting") + " cannot be used"
                            : said);
        }
    }

    /** A new producer with that transactional id. */
    public Producer<Object, Object> producer(String transactionalId) {
        return new KafkaProducer<>(producerProperties(transactionalId));
    }

    private Properties producerProperties(String transactionalId) {
        KafkaConfiguration configuration = configuration();
        Properties properties = configuration.createProducerProperties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, configuration.getBrokers());
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return properties;
    }

    private KafkaConfiguration configuration() {
        KafkaComponent component = context.getComponent("kafka", KafkaComponent.class);
        ServiceHelper.startService(component); // it may be the first use of it
        return component.getConfiguration();
    }

    private Properties properties() {
        KafkaConfiguration configuration = configuration();
        Properties properties = configuration.createConsumerProperties();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, configuration.getBrokers());
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return properties;
    }

    /** A topic's id: another one once the topic was deleted and created anew; null where there is no such topic. */
    String topicId(String topic) throws ExecutionException, InterruptedException {
        TopicDescription description = describe(topic);
        return description == null ? null : description.topicId().toString();
    }

    /** A topic's description; null where there is no such topic. */
    TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        try {
            return admin().describeTopics(List.of(topic))
                    .topicNameValues()
                    .get(topic)
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    /** @throws KafkaUnavailableException unless a broker answers in time */
    public void checkReachable(Duration patience) {
        try {
            DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) patience.toMillis());
            admin().describeCluster(options).nodes().get();
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
        }
    }

    /** Something that brokers know. */
    @FunctionalInterface
    interface Question {
        boolean isSo() throws ExecutionException, InterruptedException;
    }

    /** Asks until it is so; not longer than a request may take, for brokers that do not get that far. */
    void await(Question question) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!question.isSo() && System.nanoTime() < deadline) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
