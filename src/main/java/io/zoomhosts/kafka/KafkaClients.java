package io.zoomhosts.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
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
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the Kafka clients that Camel does not manage, with the settings of {@code camel.component.kafka.*}. One admin
 * client is created at the first use and kept until {@link #close}: new connections for each request would take longer than
 * the request.
 */
public final class KafkaClients implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaClients.class);

    /** The longest time that a request of these clients may take. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How long a rebalance of a group waits for a member that does not answer, if its session does not end earlier. */
    private static final Duration LONGEST_REBALANCE = Duration.ofSeconds(30);

    /** The pause between two polls in {@link #await}. */
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

    /** The shared admin client. Callers must not close it. */
    public synchronized Admin admin() {
        if (admin == null) {
            admin = admins.apply(properties());
        }
        return admin;
    }

    /** Creates a consumer of committed records that is in no group. */
    Consumer<String, String> consumer() {
        return consumer("read_committed");
    }

    /** The same for all records, those of open and aborted transactions included. */
    Consumer<String, String> consumerOfUncommitted() {
        return consumer("read_uncommitted");
    }

    private Consumer<String, String> consumer(String isolation) {
        Properties properties = properties();
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // The start offset may expire meanwhile: then read from the earliest record, rather than skip to the end.
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Closing waits for a fetch in progress. Keep a fetch at the end of the topic short.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        // The newer protocol refuses settings of groups that Camel always sets.
        properties.remove(ConsumerConfig.GROUP_PROTOCOL_CONFIG);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    /**
     * Creates a consumer that is a member of a group for the sake of its partitions: nothing is read or committed.
     *
     * <p>The session time-out of the newer group protocol ({@code group.protocol=consumer}) is the brokers'; Kafka's client
     * refuses one of its own then.
     *
     * @param session how long the brokers wait for a heartbeat until the member's partitions go to others
     */
    public Consumer<byte[], byte[]> member(String group, String clientId, Duration session) {
        Properties properties = properties();
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        // A static member that ends keeps its partitions, idle, for the whole session.
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        // Members that rebalance wait so long for one whose thread hangs.
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(longer(session, LONGEST_REBALANCE)));
        // heartbeat-response-time-max remembers a slow answer for one or two such windows.
        properties.put(ConsumerConfig.METRICS_SAMPLE_WINDOW_MS_CONFIG, millis(session));
        properties.put(ConsumerConfig.METRICS_NUM_SAMPLES_CONFIG, 2);
        if ("consumer".equalsIgnoreCase(properties.getProperty(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
            properties.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
            properties.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
            properties.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        } else {
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(session));
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(session.dividedBy(3)));
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    /**
     * Kafka's complaint about settings that do not fit together; empty if there is none. It contains no value of a setting.
     */
    public Optional<String> refusal() {
        try {
            new ProducerConfig(producerProperties("check"));
            return Optional.empty();
        } catch (ConfigException e) {
            String said = String.valueOf(e.getMessage());
            Matcher named = Pattern.compile("(?s).*configuration ([\\w.]+).*").matcher(said);
            return Optional.of(
                    said.startsWith("Invalid value")
                            ? "the value of " + (named.matches() ? named.group(1) : "a setting") + " is invalid"
                            : said);
        }
    }

    /** Creates a producer with the given transactional id. */
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
        ServiceHelper.startService(component); // this may be its first use
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

    /**
     * Offsets.
     *
     * @param isolation whether those of records of open transactions count, which a consumer of committed records cannot see
     */
    Map<TopicPartition, Long> offsets(Map<TopicPartition, OffsetSpec> asked, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin().listOffsets(asked, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /** The id of a topic; null if the topic does not exist. A topic that is deleted and created again gets a new id. */
    String topicId(String topic) throws ExecutionException, InterruptedException {
        TopicDescription description = describe(topic);
        return description == null ? null : description.topicId().toString();
    }

    /** The description of a topic; null if the topic does not exist. */
    public TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        return describe(Set.of(topic)).get(topic);
    }

    /** The descriptions of those topics that exist, by name. */
    Map<String, TopicDescription> describe(Set<String> topics) throws ExecutionException, InterruptedException {
        Map<String, TopicDescription> found = new HashMap<>();
        for (KafkaFuture<TopicDescription> topic :
                admin().describeTopics(topics).topicNameValues().values()) {
            try {
                TopicDescription description = topic.get();
                found.put(description.name(), description);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /**
     * Creates those topics that do not exist, and waits until brokers know them. Describes them first: a user with permission to write
     * may describe a topic, but may lack permission to create one.
     *
     * @param topic makes the topic of a name
     */
    public void createMissing(Set<String> names, Function<String, NewTopic> topic)
            throws ExecutionException, InterruptedException {
        Set<String> missing = new LinkedHashSet<>(names);
        missing.removeAll(describe(names).keySet());
        if (missing.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<Void>> created =
                admin().createTopics(missing.stream().map(topic).toList()).values();
        for (String name : missing) {
            try {
                created.get(name).get();
                LOG.info("Topic {} created", name);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        // The controller knows the topics, but brokers learn of them later and deny that they exist until they do.
        await(() -> describe(missing).size() == missing.size());
    }

    /**
     * Checks that a broker answers.
     *
     * @throws KafkaUnavailableException if none answers within {@code patience}
     */
    public void checkReachable(Duration patience) {
        DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) patience.toMillis());
        ask(() -> admin().describeCluster(options).nodes().get());
    }

    /** A request to the brokers. */
    @FunctionalInterface
    public interface Request<T> {
        T send() throws ExecutionException, InterruptedException;
    }

    /**
     * Sends a request and returns its answer.
     *
     * @throws KafkaUnavailableException if Kafka cannot be reached or rejects the request
     */
    public static <T> T ask(Request<T> request) {
        try {
            return request.send();
        } catch (ExecutionException | KafkaException e) {
            throw KafkaUnavailableException.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
        }
    }

    /** A condition that is checked by asking the brokers. */
    @FunctionalInterface
    public interface Question {
        boolean isSo() throws ExecutionException, InterruptedException;
    }

    /** Polls until the condition is true, or until {@link #PATIENCE} has passed. Returns normally in both cases. */
    public void await(Question question) throws ExecutionException, InterruptedException {
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
