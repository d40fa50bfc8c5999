package io.zoomhosts;

import io.zoomhosts.broker.ForkedKafka;
import io.zoomhosts.kafka.TransactionalIds;
import io.zoomhosts.sandbox.Answer;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;

/** A service, its sandbox and its broker, while something goes wrong. */
final class Scene implements Fault, AutoCloseable {

    private final ForkedKafka kafka;
    private final Rig rig;
    private final Map<Integer, Act> onPage = new ConcurrentHashMap<>();
    private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> acts = new ArrayList<>();
    private volatile Answer everyPage;
    private Act cure = () -> {};
    private Application service;

    /** Something that happens. */
    @FunctionalInterface
    interface Act {
        void happen() throws Exception;
    }

    Scene(ForkedKafka kafka) throws IOException {
        this.kafka = kafka;
        // Each window has three pages.
        this.rig = Rig.start(kafka).set("zoom.report-types", "active");
        rig.zoom().fault(this);
    }

    Rig rig() {
        return rig;
    }

    ForkedKafka kafka() {
        return kafka;
    }

    void startService() throws Exception {
        service = rig.service();
        service.start();
    }

    void stopService() {
        service.stop();
    }

    /** Has it happen once, before the nth page that is asked for is answered. */
    void onPage(int nth, Act act) {
        onPage.put(nth, noted(act));
    }

    /** The nth page that is asked for is answered so. */
    void onPage(int nth, Answer answer) {
        answers.put(nth, answer);
    }

    /** Pages that were asked for by now. */
    long pagesAsked() {
        return rig.zoom().requests().stream().filter(Scene::isForPage).count();
    }

    private static boolean isForPage(ReceivedRequest request) {
        return request.path().endsWith("/report/users");
    }

    /** Has it happen after a while. */
    void after(Duration delay, Act act) {
        Act noted = noted(act);
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        noted.happen();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** Whether every window is complete, with the broker there. */
    boolean isWhole() {
        return acts().isDone() && rig.missing().isEmpty();
    }

    /** What ends the fault, once it has shown. */
    void cure(Act act) {
        cure = noted(act);
    }

    void cure() throws Exception {
        cure.happen();
    }

    /** Every page from now on; null for the sandbox's own. */
    void everyPage(Answer answer) {
        everyPage = answer;
    }

    private synchronized Act noted(Act act) {
        CompletableFuture<Void> happened = new CompletableFuture<>();
        acts.add(happened);
        return () -> {
            try {
                act.happen();
                happened.complete(null);
            } catch (Exception | AssertionError e) {
                happened.completeExceptionally(e);
                throw e;
            }
        };
    }

    /** That all of it has happened, and as it was meant. */
    synchronized CompletableFuture<Void> acts() {
        return CompletableFuture.allOf(acts.toArray(CompletableFuture[]::new));
    }

    @Override
    public Optional<Answer> answer(ReceivedRequest request, int nth) {
        if (!isForPage(request)) {
            return Optional.empty();
        }
        Act act = onPage.remove(nth);
        try {
            if (act != null) {
                act.happen();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Optional.ofNullable(answers.containsKey(nth) ? answers.get(nth) : everyPage);
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    /** The key of the runs of the window that the service collects first. */
    static String firstWindow() {
        return Rig.runKey(Rig.scheduled("active").get(0));
    }

    /** What another process uses that collects the same window. */
    KafkaProducer<String, String> otherProcess() {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                TransactionalIds.in(rig.hosts().name()) + firstWindow());
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    @Override
    public void close() {
        if (service != null) {
            service.stop();
        }
        rig.close();
    }
}
