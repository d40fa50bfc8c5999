package io.zoomhosts.kafka;

import static io.zoomhosts.kafka.WindowRoutes.WHOLE;
import static io.zoomhosts.kafka.WindowRoutes.attempt;
import static io.zoomhosts.kafka.WindowRoutes.caught;
import static io.zoomhosts.kafka.WindowRoutes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.support.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hook's {@code to: kafka:…} joins the window's transaction inside the block, and is Camel's own outside it. */
@ExtendWith(WithKafka.class)
class WindowKafkaComponentTest {

    private static final Serializer<Object> BYTES = (topic, value) -> new byte[1];

    private final String rows = "hosts." + UUID.randomUUID().toString().substring(0, 8);
    private final String other = rows + ".other";
    private final MockProducer<Object, Object> ordinary = new MockProducer<>(true, null, BYTES, BYTES);
    private KafkaClients clients;
    private WindowRoutes routes;

    @BeforeEach
    void createTopics(KafkaBroker kafka) throws Exception {
        clients = new KafkaClients(Brokers.context(kafka));
        // One partition each, so that records are read in the order in which they were sent.
        for (String topic : List.of(rows, rows + ".runs", other)) {
            clients.admin()
                    .createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            clients.await(() -> clients.topicId(topic) != null);
        }
        routes = new WindowRoutes(rows, clients::producer, properties -> ordinary);
    }

    @AfterEach
    void close() {
        routes.close();
        clients.close();
    }

    @Test
    void text_joins_the_transaction() throws Exception {
        body("grüezi");
        routes.start(window());

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).isNull();
        assertThat(committed()).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo("grüezi");
            assertThat(record.key()).isNull();
        });
        assertThat(ordinary.history()).isEmpty();
    }

    @Test
    void a_record_of_a_step_is_aborted_with_the_transaction() throws Exception {
        body("grüezi");
        routes.start(window("- stop: {}"));

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).isNotNull();
        assertThat(committed()).isEmpty();
        assertThat(ordinary.history()).isEmpty();
    }

    @Test
    void each_element_of_a_list_joins_the_transaction() throws Exception {
        body(List.of(bytes("a"), bytes("b"), message("c", "key-of-c")));
        routes.start(window());

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).isNull();
        assertThat(committed()).extracting(ConsumerRecord::value).containsExactly("a", "b", "c");
        assertThat(committed()).extracting(ConsumerRecord::key).containsExactly(null, null, "key-of-c");
    }

    @Test
    void refuses_a_map() throws Exception {
        body(Map.of("a", 1));
        routes.start(window());

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).hasCauseInstanceOf(SerializationException.class);
        assertThat(new KafkaDiagnosis().of(caught(exchange)))
                .hasValueSatisfying(why -> assertThat(why.failure()).isEqualTo(Failure.KAFKA_REFUSED));
        assertThat(committed()).isEmpty();
    }

    /** Guards against a complete window whose hook lost a record. */
    @Test
    void aborts_when_a_step_swallows_the_refusal_of_its_map() throws Exception {
        body(Map.of("a", 1));
        routes.start(thatSwallows() + mine());

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).hasCauseInstanceOf(SerializationException.class);
        assertThat(read(rows)).isEmpty();
    }

    @Test
    void takes_key_topic_and_headers_from_the_message() throws Exception {
        routes.bind("body", exchange -> {
            exchange.getMessage().setBody("grüezi");
            exchange.getMessage().setHeader(KafkaConstants.KEY, 7);
            exchange.getMessage().setHeader(KafkaConstants.OVERRIDE_TOPIC, other);
            exchange.getMessage().setHeader("colour", "blue");
        });
        routes.start(attempt("""
                - process:
                    ref: body
                - to:
                    uri: kafka:any
                - removeHeaders:
                    pattern: "*"
                - setBody:
                    constant: "{}"
                """, WHOLE.replace("zoom.hosts", rows)));

        Exchange exchange = routes.collect();

        assertThat(caught(exchange)).isNull();
        assertThat(committed()).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo("7");
            assertThat(record.headers().lastHeader("colour").value()).isEqualTo(bytes("blue"));
        });
    }

    @Test
    void takes_the_key_of_the_endpoint() throws Exception {
        body("grüezi");
        routes.start(window().replace("kafka:" + other, "kafka:" + other + "?key=fixed"));

        routes.collect();

        assertThat(committed()).extracting(ConsumerRecord::key).containsExactly("fixed");
    }

    @Test
    void starts_its_own_producer_only_outside_the_transaction() throws Exception {
        body("grüezi");
        routes.start(window());
        routes.collect();
        assertThat(routes.ordinary).isEmpty();

        routes.send("direct:mine");
        routes.send("direct:mine");

        assertThat(routes.ordinary).hasSize(1);
        assertThat(ordinary.history()).hasSize(2).allSatisfy(record -> assertThat(record.topic())
                .isEqualTo(other));
    }

    @Test
    void outside_the_transaction_endpoint_options_apply() throws Exception {
        body("grüezi");
        routes.start(window().replace(
                        "kafka:" + other,
                        "kafka:" + other + "?lingerMs=7&additionalProperties.delivery.timeout.ms=45000"));

        Exchange exchange = routes.send("direct:mine");

        assertThat(exchange.getException()).isNull();
        assertThat(routes.ordinary).singleElement().satisfies(properties -> {
            assertThat(properties).containsEntry("linger.ms", 7);
            assertThat(properties).containsEntry("delivery.timeout.ms", "45000");
        });
        assertThat(ordinary.history()).singleElement().satisfies(record -> assertThat(record.value())
                .isEqualTo(bytes("grüezi")));
    }

    @Test
    void closes_its_own_producer_when_it_stops() throws Exception {
        body("grüezi");
        routes.start(window());
        routes.send("direct:mine");

        routes.close();

        assertThat(ordinary.closed()).isTrue();
    }

    static Stream<Object> bodiesToReserved() {
        return Stream.of(bytes("{}"), List.of(bytes("a"), bytes("b")));
    }

    /** Guards against a record that looks like a row or a run of the window, even if a step swallows the refusal. */
    @ParameterizedTest
    @MethodSource("bodiesToReserved")
    void aborts_when_a_step_sends_to_a_topic_of_a_report(Object body) throws Exception {
        body(body);
        routes.start(thatSwallows() + mine().replace(other, WindowRoutes.RESERVED));

        Exchange exchange = routes.collect();

        assertThat(caught(exchange))
                .hasMessageContaining("a step sent to topic " + WindowRoutes.RESERVED)
                .hasMessageContaining("set the variable topic");
        assertThat(read(rows)).isEmpty();
    }

    /** A step of each-run, an asynchronous copy, or a step that removed the variable run sends outside the transaction. */
    @ParameterizedTest
    @MethodSource("bodiesToReserved")
    void outside_the_transaction_refuses_a_topic_of_a_report_too(Object body) throws Exception {
        body(body);
        routes.start(window().replace("kafka:" + other, "kafka:" + WindowRoutes.RESERVED));

        Exchange exchange = routes.send("direct:mine");

        assertThat(exchange.getException()).hasMessageContaining("only zoom-hosts may send there");
        assertThat(ordinary.history()).isEmpty();
    }

    @Test
    void sends_to_a_topic_of_the_same_name_in_another_cluster() throws Exception {
        body("grüezi");
        routes.start(window().replace("kafka:" + other, "kafka:" + WindowRoutes.RESERVED + "?brokers=elsewhere:9092"));

        Exchange exchange = routes.send("direct:mine");

        assertThat(exchange.getException()).isNull();
        assertThat(ordinary.history()).hasSize(1);
    }

    /** A whole window that begins with the given steps of a user. */
    private String window(String... last) {
        return attempt("""
                - to:
                    uri: direct:mine
                - setBody:
                    constant: "{}"
                """, WHOLE.replace("zoom.hosts", rows), String.join("\n", last)) + mine();
    }

    private String mine() {
        return route("mine", """
                - process:
                    ref: body
                - to:
                    uri: "kafka:%s"
                """.formatted(other));
    }

    /** An attempt in which a step swallows the refusal of the step before it. */
    private String thatSwallows() {
        return attempt("""
                - doTry:
                    steps:
                      - to:
                          uri: direct:mine
                    doCatch:
                      - exception:
                          - java.lang.Exception
                        steps:
                          - setBody:
                              constant: "{}"
                """, WHOLE.replace("zoom.hosts", rows));
    }

    private void body(Object body) {
        routes.bind("body", exchange -> exchange.getMessage().setBody(body));
    }

    private List<ConsumerRecord<String, String>> committed() throws InterruptedException {
        return read(other);
    }

    /** Records that read_committed consumers see. */
    private List<ConsumerRecord<String, String>> read(String topic) throws InterruptedException {
        new Leftovers(clients, HostRuns.collected(rows), () -> false).awaitVisible(routes.run);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (Consumer<String, String> consumer = clients.consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private DefaultMessage message(String body, String key) {
        DefaultMessage message = new DefaultMessage(routes.context());
        message.setBody(body);
        message.setHeader(KafkaConstants.KEY, key);
        return message;
    }
}
