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

/** A service, its sandbox and its broker, while something goes wrong. */
final class FaultScenario implements Fault, AutoCloseable {

    private final ForkedKafka kafka;
    private final Rig rig;
    private final Map<Integer, Step> onPage = new ConcurrentHashMap<>();
    private final Map<Integer, SandboxAnswer> answers = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> steps = new ArrayList<>();
    private volatile SandboxAnswer everyPage;
    private Step recovery = () -> {};
    private Application service;

    /** Something that happens. */
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

    /** Has it happen once, before the nth page that is asked for is answered. */
    void onPage(int nth, Step step) {
        onPage.put(nth, noted(step));
    }

    /** The nth page that is asked for is answered so. */
    void onPage(int nth, SandboxAnswer answer) {
        answers.put(nth, answer);
    }

    /** Pages that were asked for by now. */
    long pagesAsked() {
        return rig.zoom().requests().stream().filter(ReceivedRequest::isForPage).count();
    }

    /** Has it happen after a while. */
    void after(Duration delay, Step step) {
        Step noted = noted(step);
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    try {
                        noted.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** Whether every window is complete, with the broker there. */
    boolean isWhole() {
        return steps().isDone() && rig.missing().isEmpty();
    }

    /** What ends the fault, once it has shown. */
    void recoverBy(Step step) {
        recovery = noted(step);
    }

    void recover() throws Exception {
        recovery.run();
    }

    /** Every page from now on; null for the sandbox's own. */
    void everyPage(SandboxAnswer answer) {
        everyPage = answer;
    }

    private synchronized Step noted(Step step) {
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

    /** That all of it has done, and as it was meant. */
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
