package io.zoomhosts.instances;

import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.failure.BackOff;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaUnavailableException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which accounts this instance works on: the bean {@code ownership}. Instances of a group share the partitions of a topic by Kafka's
 * group membership, and each account belongs to one partition. {@link Lease} has the states.
 *
 * <p>A thread of its own polls all the time, so nothing may block it but {@link Listener#revoked}. If the consumer fails, a new one
 * joins; meanwhile this instance works on nothing. Thread-safe.
 */
public final class Ownership implements AccountOwner, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

    /** What happens to accounts. The predicates may be kept and asked later. */
    public interface Listener {

        /** This instance works on more accounts. Called on a thread of its own, in order. */
        void gained(Predicate<String> accounts);

        /**
         * Other instances will work on these accounts as soon as this returns, and use their full rate. Called on the thread that polls: it
         * may take some seconds to end the windows of these accounts, but not longer.
         */
        void revoked(Predicate<String> accounts);

        /** Other instances may work on all accounts as soon as this returns, and use their full rate. It may take some seconds. */
        void leaving();

        /** Other instances work on these accounts already. Must return at once. */
        void lost(Predicate<String> accounts);
    }

    private static final Duration ROUND = Duration.ofMillis(200);

    /** Others take over at once after a clean close. Without one they wait for the session to end. */
    private static final Duration LEAVING = Duration.ofSeconds(3);

    /** How long it may take to join until the log says that something is wrong. */
    private static final Duration TOO_LONG = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE_ALONE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE_ALONE = Duration.ofMinutes(5);

    private final KafkaClients clients;
    private final InstancesTopic topic;
    private final String group;
    private final String clientId;
    private final Duration session;
    private final Listener listener;
    private final Lease lease;
    private final ExecutorService gains = Executors.newSingleThreadExecutor(task -> daemon(task, "ownership-gained"));
    private final Thread thread = daemon(this::run, "ownership");
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Consumer<?, ?> consumer;
    private volatile String aloneBecause = "";

    // The rest belongs to the thread.
    private int partitions;
    private int failures;
    private Object saidOf;
    private boolean saidUnconfirmed;

    /**
     * @param topic the topic whose partitions the instances share
     * @param session how long Kafka waits for a heartbeat until others take over
     * @param createTopic whether to create the topic if it is missing
     */
    public Ownership(
            KafkaClients clients,
            String topic,
            String group,
            Duration session,
            boolean createTopic,
            Listener listener) {
        this(clients, topic, group, clientId(), session, createTopic, listener);
    }

    Ownership(
            KafkaClients clients,
            String topic,
            String group,
            String clientId,
            Duration session,
            boolean createTopic,
            Listener listener) {
        this.clients = clients;
        this.topic = new InstancesTopic(clients, topic, createTopic);
        this.group = group;
        this.clientId = clientId;
        this.session = session;
        this.listener = listener;
        this.lease = new Lease(session, System::nanoTime);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Names host and process, to recognise the instance in {@code kafka-consumer-groups.sh --members}. */
    static String clientId() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        return "zoom-hosts-" + host + "-" + ProcessHandle.current().pid();
    }

    /** Creates the topic if it is missing, and connects to Kafka, on another thread. This instance joins the group with {@link #start}. */
    public void prepare() {
        thread.start();
    }

    /** Starts to join the group, and returns at once. Call {@link #prepare} before, the earlier the better. */
    public void start() {
        started.countDown();
    }

    @Override
    public boolean owns(String accountId) {
        return lease.owns(accountId);
    }

    @Override
    public void check(String accountId) throws InterruptedException {
        lease.check(accountId);
    }

    public State state() {
        return lease.state();
    }

    /** The state as a line for people. */
    public String status() {
        return switch (lease.state()) {
            case JOINING -> "joining group " + group + "; works on no account yet";
            case MEMBER ->
                "member of group " + group
                        + (lease.parts().numbers().isEmpty()
                                ? "; stands by"
                                : "; works on " + lease.parts() + " of the accounts");
            case UNCONFIRMED ->
                "member of group " + group + "; works on " + lease.parts()
                        + " of the accounts, but Kafka has not confirmed this for "
                        + lease.age().toSeconds() + " s: requests to Zoom wait";
            case LOST -> "no longer a member of group " + group + "; works on no account, and joins again";
            case ALONE -> "alone: works on all accounts, because " + aloneBecause;
            case CLOSED -> "has left group " + group + "; works on no account";
        };
    }

    private void run() {
        while (!isClosing()) {
            try {
                follow();
            } catch (RuntimeException | NotAdmittedException e) {
                pauseAfter(e);
            } catch (InterruptedException e) {
                return; // closing
            }
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Joins the group and follows its rebalances until this is closed or the consumer fails. */
    private void follow() throws NotAdmittedException, InterruptedException {
        partitions = topic.provide();
        Consumer<?, ?> joined = clients.member(group, clientId, session);
        try {
            consumer = joined;
            joined.subscribe(List.of(topic.name()), new Rebalances(joined));
            Heartbeats heartbeats = Heartbeats.of(joined);
            started.await();
            lease.joining();
            while (!isClosing()) {
                long answered = heartbeats.answered(); // first: the slowest has to include the last of these
                lease.look(answered, heartbeats.slowest());
                joined.poll(ROUND);
                lease.polled();
                sayWhatIsWrong();
            }
        } finally {
            consumer = null;
            lose();
            tell(listener::leaving);
            leave(joined);
        }
    }

    private static void leave(Consumer<?, ?> member) {
        Thread.interrupted(); // or the consumer could not say that it leaves
        try {
            member.close(CloseOptions.timeout(LEAVING));
        } catch (KafkaException e) {
            LOG.debug("The consumer did not close in order: {}", e.getMessage());
        }
    }

    /** The consumer's counts of heartbeats. */
    private record Heartbeats(Metric total, Metric longest) {

        static Heartbeats of(Consumer<?, ?> consumer) {
            return new Heartbeats(metric(consumer, "heartbeat-total"), metric(consumer, "heartbeat-response-time-max"));
        }

        private static Metric metric(Consumer<?, ?> consumer, String name) {
            return consumer.metrics().entrySet().stream()
                    .filter(metric -> metric.getKey().name().equals(name)
                            && metric.getKey().group().equals("consumer-coordinator-metrics"))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
        }

        long answered() {
            return ((Number) total.metricValue()).longValue();
        }

        /** Not a number, and so 0, if no heartbeat was answered of late. */
        Duration slowest() {
            return Duration.ofMillis((long) Math.max(0, ((Number) longest.metricValue()).doubleValue()));
        }
    }

    private final class Rebalances implements ConsumerRebalanceListener {

        private final Consumer<?, ?> of;

        private Rebalances(Consumer<?, ?> of) {
            this.of = of;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            of.pause(assigned);
            failures = 0;
            saidOf = null;
            int known = of.partitionsFor(topic.name()).size();
            if (known > 0) { // a consumer may be assigned partitions of a new topic before it knows the topic
                partitions = known;
            }
            Lease.Change change = lease.assigned(numbers(assigned), partitions);
            if (change.isDrop()) {
                // It worked alone until now, or the topic has more partitions than before.
                tell(() -> listener.revoked(change.dropped()));
            }
            say(change);
            gain(change);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            Lease.Change change = lease.revoked(numbers(revoked));
            say(change);
            if (change.isDrop()) {
                tell(() -> listener.revoked(change.dropped()));
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> lost) {
            lose();
        }

        private static Set<Integer> numbers(Collection<TopicPartition> partitions) {
            return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        }
    }

    private void lose() {
        Lease.Change change = lease.lost();
        if (change.isDrop()) {
            LOG.warn(
                    "Instances: this instance is no longer a member of group {}, so others take over its accounts. It ends its"
                            + " windows of them and joins again",
                    group);
            tell(() -> listener.lost(change.dropped()));
        }
    }

    private void gain(Lease.Change change) {
        if (change.isGain()) {
            Predicate<String> gained = change.gained().and(lease::owns); // they may be gone by then
            gains.execute(() -> tell(() -> listener.gained(gained)));
        }
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error(
                    "Instances: zoom-hosts could not follow a change of the accounts that this instance works on ({}). Open"
                            + " transactions of theirs may stay until Kafka aborts them. No window is published twice",
                    e.getClass().getSimpleName());
        }
    }

    private void say(Lease.Change change) {
        if (change.isNone()) {
            return;
        }
        if (change.after().numbers().isEmpty()) {
            LOG.info("Instances: group {}: this instance stands by; others work on the accounts", group);
        } else {
            LOG.info("Instances: group {}: this instance now works on {} of the accounts", group, change.after());
        }
    }

    private void sayWhatIsWrong() {
        State state = lease.state();
        boolean unconfirmed = state == State.UNCONFIRMED;
        if (unconfirmed && !saidUnconfirmed) {
            LOG.warn(
                    "Instances: group {}: Kafka does not answer, so another instance may be about to take over the accounts of this"
                            + " one. Its requests to Zoom wait until Kafka answers",
                    group);
        } else if (!unconfirmed && saidUnconfirmed && state == State.MEMBER) {
            LOG.info("Instances: group {}: Kafka answers again, and this instance goes on", group);
        }
        saidUnconfirmed = unconfirmed;
        boolean joining = state == State.JOINING || state == State.LOST;
        if (joining && saidOf == null && lease.age().compareTo(TOO_LONG) > 0) {
            saidOf = state;
            LOG.warn(
                    "Instances: this instance has waited for {} s to join group {}, and works on no account until it has. Check that"
                            + " the brokers are up. A cluster of fewer than three brokers needs"
                            + " offsets.topic.replication.factor=1 in the broker settings",
                    TOO_LONG.toSeconds(),
                    group);
        }
    }

    /** Says what is wrong, once, and waits before the next attempt to join. */
    private void pauseAfter(Exception failure) {
        if (isClosing()) {
            return;
        }
        Optional<NotAdmittedException> refusal = NotAdmittedException.in(failure);
        refusal.ifPresentOrElse(reason -> workAlone(reason.getMessage()), () -> sayWhyNotJoined(failure));
        Duration pause = refusal.isPresent()
                ? BackOff.atMost(LONGEST_PAUSE_ALONE, FIRST_PAUSE_ALONE.multipliedBy(1L << failures))
                : BackOff.atMost(LONGEST_PAUSE, FIRST_PAUSE.multipliedBy(1L << failures));
        failures = Math.min(failures + 1, 10);
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // closing
        }
    }

    private void workAlone(String reason) {
        aloneBecause = reason;
        Lease.Change change = lease.alone();
        if (!reason.equals(saidOf)) {
            saidOf = reason;
            LOG.warn(
                    "Instances: this instance cannot join group {}, so it works on all accounts: {}. If there are other instances, no"
                            + " window is published twice, but each asks Zoom for all accounts and exceeds their rates. This"
                            + " instance tries again to join",
                    group,
                    reason);
        }
        gain(change);
    }

    private void sayWhyNotJoined(Exception failure) {
        if (lease.state() != State.ALONE && !failure.getClass().equals(saidOf)) {
            saidOf = failure.getClass();
            LOG.error(
                    "Instances: this instance cannot join group {}, and collects nothing until it has. It tries again: {}",
                    group,
                    KafkaUnavailableException.of(failure).getMessage());
        }
    }

    /** Leaves the group, so that others take over at once. Call it after all windows have ended. */
    @Override
    public void close() {
        closing.countDown();
        started.countDown();
        lease.close();
        gains.shutdownNow();
        Consumer<?, ?> polling = consumer;
        if (polling == null) {
            thread.interrupt();
        } else {
            polling.wakeup();
        }
        try {
            thread.join(LEAVING.plusSeconds(3).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
