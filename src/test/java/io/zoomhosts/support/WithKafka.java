package io.zoomhosts.support;

import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Gives tests a real Kafka broker, shared by all of them, as a parameter of type {@link KafkaBroker}: the one of
 * {@code KAFKA_BROKERS} if it is set; otherwise a container if Docker runs and the image is available; otherwise one in this
 * JVM. Each test uses its own topics.
 */
public final class WithKafka implements ParameterResolver {

    private static final Logger LOG = LoggerFactory.getLogger(WithKafka.class);
    private static final String IMAGE = "apache/kafka:4.1.1";

    /** Time for a container to start, image download included. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KafkaBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(WithKafka.class))
                .getOrComputeIfAbsent(Shared.class, key -> new Shared(pick()), Shared.class)
                .broker();
    }

    private static KafkaBroker pick() {
        String brokers = System.getenv("KAFKA_BROKERS");
        if (brokers != null) {
            LOG.info("Kafka: the cluster of KAFKA_BROKERS, {}", brokers);
            return new Given(brokers);
        }
        Optional<KafkaBroker> container = container();
        if (container.isPresent()) {
            return container.get();
        }
        try {
            EmbeddedKafka embedded = EmbeddedKafka.start(0);
            LOG.info("Kafka: in this JVM, {}", embedded.bootstrapServers());
            return embedded;
        } catch (Exception e) {
            throw new IllegalStateException("no Kafka broker could be started", e);
        }
    }

    /** Without access to an image, Testcontainers would retry for minutes, so the wait is limited. */
    private static Optional<KafkaBroker> container() {
        CompletableFuture<Container> starting = new CompletableFuture<>();
        Thread thread = new Thread(() -> start(starting), "kafka-container");
        thread.setDaemon(true);
        thread.start();
        try {
            Container container = starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            LOG.info("Kafka: a container of {}, {}", IMAGE, container.bootstrapServers());
            return Optional.of(container);
        } catch (ExecutionException e) {
            LOG.info("Kafka: no container of {} to be had: {}", IMAGE, causes(e.getCause()));
        } catch (TimeoutException e) {
            starting.cancel(false);
            LOG.info("Kafka: no container of {} to be had within {} s", IMAGE, PATIENCE.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** Testcontainers wraps Docker's error several times. */
    private static String causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .distinct()
                .collect(Collectors.joining(": "));
    }

    private static void start(CompletableFuture<Container> starting) {
        try {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new IllegalStateException("no Docker");
            }
            Container container = Container.start();
            if (!starting.complete(container)) {
                container.close();
            }
        } catch (RuntimeException e) {
            starting.completeExceptionally(e);
        }
    }

    private record Shared(KafkaBroker broker) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            broker.close();
        }
    }

    private record Given(String bootstrapServers) implements KafkaBroker {

        @Override
        public void close() {}
    }

    private record Container(KafkaContainer kafka) implements KafkaBroker {

        static Container start() {
            KafkaContainer kafka = new KafkaContainer(IMAGE);
            kafka.start();
            return new Container(kafka);
        }

        @Override
        public String bootstrapServers() {
            return kafka.getBootstrapServers();
        }

        @Override
        public void close() {
            kafka.stop();
        }
    }
}
