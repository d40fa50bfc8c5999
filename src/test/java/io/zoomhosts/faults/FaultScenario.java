package io.zoomhosts.faults;

import io.zoomhosts.Application;
import io.zoomhosts.kafka.TransactionalIds;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Rig;
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

/** A service with its sandbox and broker, and a fault that happens while it collects. Each window has three pages. */
final class FaultScenario implements Fault, AutoCloseable {

    private final ForkedKafka kafka;
    private final Rig rig;
    private final Map<Integer, Step> onPage = new ConcurrentHashMap<>();
    private final Map<Integer, SandboxAnswer> answers = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> steps = new ArrayList<>();
    private volatile SandboxAnswer everyPage;
    private Step recovery = () -> {};
    private Application service;

    /** An action of a fault, such as killing the broker. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    FaultScenario(ForkedKafka kafka) throws IOException {
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

    /** Runs a step once, before the answer to the nth request for a page. */
    void onPage(int nth, Step step) {
        onPage.put(nth, tracked(step));
    }

    /** Replaces the answer to the nth request for a page. */
    void onPage(int nth, SandboxAnswer answer) {
        answers.put(nth, answer);
    }

    /** Requests for pages so far. */
    long pageRequests() {
        return rig.zoom().requests().stream().filter(ReceivedRequest::isForPage).count();
    }

    /** Runs a step after a delay. */
    void after(Duration delay, Step step) {
        Step tracked = tracked(step);
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        tracked.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** Whether all steps ran and every window is complete. */
    boolean isComplete() {
        return steps().isDone() && rig.missing().isEmpty();
    }

    /** Sets the step that ends the fault. */
    void onRecovery(Step step) {
        recovery = tracked(step);
    }

    void recover() throws Exception {
        recovery.run();
    }

    /** Replaces the answers to all requests for pages from now on; null restores the sandbox's own. */
    void everyPage(SandboxAnswer answer) {
        everyPage = answer;
    }

    private synchronized Step tracked(Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        steps.add(done);
        return () -> {
            try {
                step.run();
                done.complete(null);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
                throw e;
            }
        };
    }

    /** Completes when all steps have run; fails if one of them failed. */
    synchronized CompletableFuture<Void> steps() {
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    }

    @Override
    public Optional<SandboxAnswer> answer(ReceivedRequest request, int nth) {
        if (!request.isForPage()) {
            return Optional.empty();
        }
        Step step = onPage.remove(nth);
        try {
            if (step != null) {
                step.run();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return Optional.ofNullable(answers.containsKey(nth) ? answers.get(nth) : everyPage);
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()));
    }

    /** The run key of the window that the service collects first. */
    static String firstWindow() {
        return Rig.runKey(Rig.scheduled("active").get(0));
    }

    /** A producer as another process has it that collects the first window. */
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
