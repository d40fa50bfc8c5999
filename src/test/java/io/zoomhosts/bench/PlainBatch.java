package io.zoomhosts.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The obvious program that loads a topic of hosts: it reads the topic from its beginning to its end ({@code read_committed}), and
 * puts each row into one H2 table by JDBC batches of as many rows as a poll returns, at most 5000. The table has the columns that
 * the distribution stores. It knows nothing of windows, and answers nothing. Arguments: brokers, topic, file of the database, and
 * the table's key, or nothing for a table without a key. Prints rows, seconds, and seconds in calls of JDBC.
 */
final class PlainBatch {

    /** Finds a host. */
    static final String KEY = "primary key (run_no, id)";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final PreparedStatement insert;
    private final Map<String, Integer> runs = new HashMap<>();
    private long rows;
    private long inJdbc;

    private PlainBatch(Connection connection, String key) throws SQLException {
        this.connection = connection;
        connection
                .createStatement()
                .execute(
                        "create table host_rows (run_no integer, id varchar(300), licence_type integer, meetings bigint,"
                                + " participants bigint, meeting_minutes bigint, email varchar, user_name varchar, dept varchar,"
                                + " last_login_time varchar, create_time varchar, custom_attributes varchar"
                                + (key.isEmpty() ? ")" : ", " + key + ")"));
        connection.setAutoCommit(false);
        insert = connection.prepareStatement("insert into host_rows values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    public static void main(String[] arguments) throws Exception {
        long started = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + arguments[2], "sa", "")) {
            PlainBatch batch = new PlainBatch(connection, arguments.length > 3 ? arguments[3] : "");
            batch.read(arguments[0], arguments[1]);
            System.out.println(batch.rows + " " + seconds(System.nanoTime() - started) + " " + seconds(batch.inJdbc));
        }
        System.exit(0);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }

    private void read(String brokers, String topic) throws Exception {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                brokers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    add(JSON.readTree(record.value()));
                }
                long begun = System.nanoTime();
                insert.executeBatch();
                connection.commit();
                inJdbc += System.nanoTime() - begun;
            }
        }
    }

    private void add(JsonNode row) throws SQLException {
        int run = runs.computeIfAbsent(row.path("report").path("run_id").textValue(), any -> runs.size() + 1);
        insert.setInt(1, run);
        insert.setString(2, row.path("id").textValue());
        insert.setInt(3, row.path("type").intValue());
        insert.setLong(4, row.path("meetings").longValue());
        insert.setLong(5, row.path("participants").longValue());
        insert.setLong(6, row.path("meeting_minutes").longValue());
        insert.setString(7, row.path("email").textValue());
        insert.setString(8, row.path("user_name").textValue());
        insert.setString(9, row.path("dept").textValue());
        insert.setString(10, row.path("last_login_time").textValue());
        insert.setString(11, row.path("create_time").textValue());
        insert.setString(12, row.path("custom_attributes").toString());
        insert.addBatch();
        rows++;
    }
}
