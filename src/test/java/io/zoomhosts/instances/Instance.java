package io.zoomhosts.instances;

import io.zoomhosts.kafka.KafkaClients;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/** An instance of a test, with what its listener heard. */
final class Instance implements Ownership.Listener {

    final String name;
    final KafkaClients clients;
    final Ownership ownership;
    final Set<String> gained = ConcurrentHashMap.newKeySet();
    final Set<String> revoked = ConcurrentHashMap.newKeySet();
    final Set<String> lost = ConcurrentHashMap.newKeySet();

    /** Opens when others will work on all accounts. */
    final CountDownLatch leaving = new CountDownLatch(1);

    /** Handing over waits for this. */
    volatile CompletableFuture<Void> beforeHandingOver = CompletableFuture.completedFuture(null);

    Instance(String name, KafkaClients clients, String topic, String group, Duration session, boolean createTopic) {
        this.name = name;
        this.clients = clients;
        this.ownership = new Ownership(clients, topic, group, name, session, createTopic, this);
    }

    void start() {
        ownership.prepare();
        ownership.start();
    }

    List<String> accounts() {
        return OwnershipTest.ACCOUNTS.stream().filter(ownership::owns).toList();
    }

    @Override
    public void gained(Predicate<String> accounts) {
        OwnershipTest.ACCOUNTS.stream().filter(accounts).forEach(gained::add);
    }

    @Override
    public void revoked(Predicate<String> accounts) {
        OwnershipTest.ACCOUNTS.stream().filter(accounts).forEach(revoked::add);
        beforeHandingOver.join();
    }

    @Override
    public void leaving() {
        leaving.countDown();
        beforeHandingOver.join();
    }

    @Override
    public void lost(Predicate<String> accounts) {
        OwnershipTest.ACCOUNTS.stream().filter(accounts).forEach(lost::add);
    }
}
