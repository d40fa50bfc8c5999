package io.zoomhosts.licences.oracle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Hosts with a scenario each, in accounts with a scenario each: eight complete months and the month to date. Every account has
 * every scenario. A host is a pure function of the seed and its number, so a script of any size needs no memory.
 *
 * @param size number of hosts, at least {@link #MINIMUM}
 */
public record LicenceScript(long seed, long size, LocalDate today) {

    private static final int SCENARIOS = HostScenario.values().length;
    private static final int ACCOUNTS = AccountScenario.values().length;

    /** Hosts of a script with one host of each scenario in each account. */
    public static final long MINIMUM = (long) SCENARIOS * ACCOUNTS;

    public LicenceScript {
        if (size < MINIMUM) {
            throw new IllegalArgumentException("a script has at least " + MINIMUM + " hosts");
        }
        if (today.getDayOfMonth() < 14) {
            throw new IllegalArgumentException("the month to date has at least 13 days");
        }
    }

    /** 10,000 hosts. */
    public static LicenceScript standard() {
        return new LicenceScript(13, 10_000, LocalDate.of(2026, 11, 26));
    }

    /** @param back 0 for the month to date */
    YearMonth month(int back) {
        return YearMonth.from(today).minusMonths(back);
    }

    /** All hosts, account by account. */
    Stream<ScriptedHost> hosts() {
        return Stream.of(AccountScenario.values()).flatMap(this::hosts);
    }

    /** The hosts of an account. The first ones have each scenario once. */
    Stream<ScriptedHost> hosts(AccountScenario account) {
        LongStream later = account.ordinal() >= AccountScenario.MAIN
                ? LongStream.empty()
                : LongStream.iterate(
                        ACCOUNTS + account.ordinal(),
                        block -> block * SCENARIOS < size,
                        block -> block + AccountScenario.MAIN);
        return LongStream.concat(LongStream.of(account.ordinal()), later)
                .boxed()
                .flatMap(block -> hosts(account, block));
    }

    private Stream<ScriptedHost> hosts(AccountScenario account, long block) {
        long nth = block < ACCOUNTS ? 0 : 1 + (block - ACCOUNTS) / AccountScenario.MAIN;
        long first = block * SCENARIOS;
        return LongStream.range(first, Math.min(first + SCENARIOS, size))
                .mapToObj(index ->
                        new ScriptedHost(this, index, account, HostScenario.values()[(int) (index - first)], nth));
    }

    /** The right answer about each host that is listed, account by account. */
    Stream<ExpectedHost> answers(int months) {
        return hosts().map(host -> ExpectedHost.of(this, host, months)).filter(Objects::nonNull);
    }

    /** The right answer for a number of months as JSON objects, by account and id: the columns that the script decides. */
    public List<ObjectNode> expected(int months) {
        return answers(months)
                .map(ExpectedHost::json)
                .sorted(Comparator.comparing(
                                (ObjectNode host) -> host.path("account_id").textValue())
                        .thenComparing(host -> host.path("id").textValue()))
                .toList();
    }

    /**
     * Writes the script to two topics, which are created if they are missing.
     *
     * @param topic name of the topic of rows; that of the topic of runs starts with it
     */
    public void write(String bootstrapServers, String topic) throws ExecutionException, InterruptedException {
        create(bootstrapServers, topic);
        create(bootstrapServers, topic + ".runs");
        try (Producer<String, byte[]> active = producer(bootstrapServers, topic + "/active");
                Producer<String, byte[]> inactive = producer(bootstrapServers, topic + "/inactive")) {
            active.initTransactions();
            inactive.initTransactions();
            new ScriptWriter(this, topic, active, inactive).write();
        }
    }

    private static void create(String bootstrapServers, String topic) throws ExecutionException, InterruptedException {
        Map<String, Object> properties = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(properties)) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(6), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static Producer<String, byte[]> producer(String bootstrapServers, String transactionalId) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        transactionalId,
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        900_000,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        131_072),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
