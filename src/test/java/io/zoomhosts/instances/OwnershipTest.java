package io.zoomhosts.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.failure.HandedOverException;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.support.CapturedLog;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Instances share the accounts over a real broker. */
class OwnershipTest {

    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final List<String> ACCOUNTS =
            IntStream.range(0, 200).mapToObj(nth -> "account-" + nth).toList();

    private static Cluster cluster;

    private final String topic = "instances." + UUID.randomUUID();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startBroker() throws Exception {
        cluster = new Cluster();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        cluster.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @Test
    void two_and_three_instances_share_all_accounts_without_overlap() throws Exception {
        Instance a = start("a");
        awaitOwners(a);
        Instance b = start("b");
        awaitOwners(a, b);
        Instance c = start("c");
        awaitOwners(a, b, c);

        assertThat(List.of(a, b, c)).allSatisfy(one -> {
            assertThat(one.ownership.status())
                    .matches("member of group .*; works on 8[56] of 256 parts of the accounts");
            one.ownership.check(one.accounts().get(0));
        });
        Instances.Answer known = new Instances(a.clients, topic, topic).ask(PATIENCE);
        assertThat(known.problem()).isEmpty();
        assertThat(known.instances()).extracting(Instances.Instance::clientId).containsExactly("a", "b", "c");
        assertThat(known.instances()).extracting(Instances.Instance::host).containsOnly("127.0.0.1");
        for (Instance one : List.of(a, b, c)) {
            assertThat(one.accounts()).allSatisfy(account -> assertThat(
                            known.of(account).orElseThrow().clientId())
                    .isEqualTo(one.name));
        }
    }

    @Test
    void an_instance_that_closes_hands_over_at_once() throws Exception {
        Instance a = start("a");
        Instance b = start("b");
        awaitOwners(a, b);

        a.ownership.close();
        awaitOwners(b);

        assertThat(a.ownership.state()).isEqualTo(State.CLOSED);
        assertThat(b.gained).containsAll(ACCOUNTS);
        assertThatExceptionOfType(HandedOverException.class).isThrownBy(() -> a.ownership.check(ACCOUNTS.get(0)));
    }

    /** The next instance uses the full rate at once. */
    @Test
    void an_instance_stays_in_the_group_until_its_last_request_is_a_second_ago() throws Exception {
        Instance a = start("a");
        awaitOwners(a);
        Instances group = new Instances(a.clients, topic, topic);
        CompletableFuture<Void> quiet = new CompletableFuture<>();
        a.beforeHandingOver = quiet;

        CompletableFuture<Void> closed = CompletableFuture.runAsync(a.ownership::close);
        assertThat(a.leaving.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(group.ask(PATIENCE).instances())
                .extracting(Instances.Instance::clientId)
                .containsExactly("a");

        quiet.complete(null);
        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(group.ask(PATIENCE).instances()).isEmpty();
    }

    @Test
    void the_next_instance_waits_until_the_windows_of_the_last_have_ended() throws Exception {
        Instance a = start("a");
        awaitOwners(a);
        CompletableFuture<Void> windowsEnded = new CompletableFuture<>();
        a.beforeHandingOver = windowsEnded;
        Instance b = start("b");
        await().atMost(PATIENCE).until(() -> !a.revoked.isEmpty());
        List<String> kept = a.accounts();

        // The thread of a waits, so it does not hear of its heartbeats, and a does not know whether it still works on
        // the rest.
        await().atMost(PATIENCE).until(() -> a.ownership.state() == State.UNCONFIRMED);
        CompletableFuture<Void> check = check(a, kept.get(0));
        assertThat(b.accounts()).isEmpty();
        assertThat(check).isNotDone();
        windowsEnded.complete(null);

        awaitOwners(a, b);
        assertThat(a.accounts()).isEqualTo(kept);
        assertThat(check).succeedsWithin(PATIENCE);
        assertThat(a.revoked).containsExactlyInAnyOrderElementsOf(b.accounts());
        assertThatExceptionOfType(HandedOverException.class)
                .isThrownBy(() -> a.ownership.check(b.accounts().get(0)));
    }

    @Test
    void an_instance_that_is_cut_off_stops_before_another_takes_over() throws Exception {
        Instance a = start("a", cluster.clientsBehindLine("classic"), SESSION, true);
        awaitOwners(a);
        Instance b = start("b");
        awaitOwners(a, b);
        String account = a.accounts().get(0);
        CompletableFuture<Void> check;
        try (CapturedLog log = new CapturedLog("io.zoomhosts.instances")) {
            cluster.cutOff();

            await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> {
                boolean taken = b.ownership.owns(account); // before the question to a
                assertThat(taken && a.ownership.state() == State.MEMBER).isFalse();
                return taken;
            });
            assertThat(a.ownership.state()).isEqualTo(State.UNCONFIRMED);
            check = check(a, account);
            await().atMost(PATIENCE).until(() -> log.contain("Its requests to Zoom wait until Kafka answers"));
            assertThat(a.ownership.status()).contains("requests to Zoom wait");
        } finally {
            cluster.connect();
        }

        assertThat(check).failsWithin(PATIENCE);
        awaitOwners(a, b);
        assertThat(a.lost).contains(account);
        await().atMost(PATIENCE).until(() -> a.ownership.state() == State.MEMBER);
    }

    /** With the newer protocol the brokers wait for 45 s, so this instance stays a member. */
    @Test
    void an_instance_that_is_cut_off_for_a_moment_waits_and_goes_on() throws Exception {
        Instance a = start("a", cluster.clientsBehindLine("consumer"), SESSION, true);
        awaitOwners(a);
        String account = ACCOUNTS.get(0);

        cluster.cutOff();
        await().pollInterval(Duration.ofMillis(5))
                .atMost(PATIENCE)
                .until(() -> a.ownership.state() == State.UNCONFIRMED);
        CompletableFuture<Void> check = check(a, account);
        assertThat(check).isNotDone();
        cluster.connect();

        assertThat(check).succeedsWithin(PATIENCE);
        assertThat(a.lost).isEmpty();
    }

    @Test
    void works_alone_if_the_topic_is_missing_and_must_not_be_created() throws Exception {
        try (CapturedLog log = new CapturedLog("io.zoomhosts.instances")) {
            Instance a = start("a", cluster.clients(), SESSION, false);
            awaitOwners(a);

            assertThat(a.ownership.state()).isEqualTo(State.ALONE);
            a.ownership.check(ACCOUNTS.get(0));
            assertThat(a.ownership.status()).contains("works on all accounts, because topic " + topic + " is missing");
            assertThat(log.lines()).singleElement().asString().contains("Create the topic with 256 partitions");
            assertThat(a.gained).containsAll(ACCOUNTS);
        }
    }

    @Test
    void works_alone_if_the_brokers_do_not_allow_the_session_timeout() throws Exception {
        try (CapturedLog log = new CapturedLog("io.zoomhosts.instances")) {
            Instance a = start("a", cluster.clients(), Duration.ofMillis(900), true);
            awaitOwners(a);

            assertThat(a.ownership.state()).isEqualTo(State.ALONE);
            assertThat(log.contain("group.min.session.timeout.ms")).isTrue();
        }
    }

    @Test
    void keeps_the_number_of_partitions_of_a_topic_that_exists() throws Exception {
        KafkaClients clients = cluster.clients();
        opened.add(clients);
        clients.admin()
                .createTopics(List.of(new NewTopic(topic, Optional.of(3), Optional.empty())))
                .all()
                .get();
        Instance a = start("a");
        Instance b = start("b");
        awaitOwners(a, b);

        assertThat(Stream.of(a, b).map(one -> one.ownership.status()))
                .allSatisfy(status -> assertThat(status).containsPattern("works on [12] of 3 parts"));
    }

    @Test
    void joins_by_the_newer_protocol_too() throws Exception {
        Instance a = start("a", cluster.clients("consumer"), SESSION, true);
        Instance b = start("b", cluster.clients("consumer"), SESSION, true);
        awaitOwners(a, b);
        b.ownership.check(b.accounts().get(0));

        a.ownership.close();
        awaitOwners(b);
    }

    @Test
    void tries_again_after_a_failure_and_says_it_once() throws Exception {
        Instance a = new Instance("a", cluster.clients(), topic, topic, SESSION, true);
        try (CapturedLog log = new CapturedLog("io.zoomhosts.instances")) {
            // Its members cannot agree with those of this class how to share.
            try (KafkaConsumer<byte[], byte[]> stranger = cluster.stranger(topic)) {
                stranger.subscribe(Pattern.compile("none"));
                await().atMost(PATIENCE).until(() -> {
                    stranger.poll(Duration.ofMillis(100));
                    return stranger.groupMetadata().generationId() > 0;
                });
                start(a);
                await().atMost(PATIENCE).until(() -> log.lines().stream()
                        .anyMatch(line -> line.contains("InconsistentGroupProtocolException")));
                assertThat(a.ownership.state()).isEqualTo(State.JOINING);
                assertThat(a.accounts()).isEmpty();
            }
            awaitOwners(a);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("cannot join"))
                    .singleElement()
                    .asString()
                    .contains("collects nothing until it has. It tries again");
        }
    }

    @Test
    void says_who_works_on_what_or_why_that_is_unknown() throws Exception {
        KafkaClients clients = cluster.clients();
        opened.add(clients);

        Instances.Answer answer = new Instances(clients, topic, topic).ask(PATIENCE);

        assertThat(answer.instances()).isEmpty();
        assertThat(answer.problem()).contains("no instance is a member of group " + topic);
        assertThat(answer.of(ACCOUNTS.get(0))).isEmpty();
    }

    @Test
    void closes_at_once_while_kafka_cannot_be_reached() throws Exception {
        KafkaClients unreachable = Cluster.clients(Map.of("bootstrap.servers", "localhost:1"));
        Instance a = start("a", unreachable, SESSION, true);

        assertThat(a.ownership.state()).isEqualTo(State.JOINING);
        assertThat(a.ownership.status()).contains("works on no account yet");
        assertThat(CompletableFuture.runAsync(a.ownership::close)).succeedsWithin(Duration.ofSeconds(3));
    }

    private Instance start(String name) {
        return start(name, cluster.clients(), SESSION, true);
    }

    private Instance start(String name, KafkaClients clients, Duration session, boolean createTopic) {
        return start(new Instance(name, clients, topic, topic, session, createTopic));
    }

    private Instance start(Instance instance) {
        opened.add(instance.ownership);
        opened.add(instance.clients);
        instance.start();
        return instance;
    }

    /** Waits until each account has exactly one owner, and each of these instances has some. */
    private static void awaitOwners(Instance... instances) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Stream.of(instances).map(Instance::accounts))
                        .allSatisfy(accounts -> assertThat(accounts).isNotEmpty())
                        .satisfies(all -> assertThat(all.stream().flatMap(List::stream))
                                .containsExactlyInAnyOrderElementsOf(ACCOUNTS)));
        await().atMost(PATIENCE)
                .until(() -> Stream.of(instances).allMatch(one -> one.gained.containsAll(one.accounts())));
    }

    private static CompletableFuture<Void> check(Instance instance, String account) {
        return CompletableFuture.runAsync(() -> {
            try {
                instance.ownership.check(account);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
