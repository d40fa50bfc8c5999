package io.zoomhosts;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zoomhosts.kafka.Events;
import io.zoomhosts.kafka.ExactJson;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.OpenTransactions;
import io.zoomhosts.kafka.RunsTopic;
import io.zoomhosts.kafka.Topics;
import io.zoomhosts.kafka.TransactionProducers;
import io.zoomhosts.observe.FreshnessCheck;
import io.zoomhosts.observe.KafkaCheck;
import io.zoomhosts.observe.Metrics;
import io.zoomhosts.observe.NewestRuns;
import io.zoomhosts.observe.Tracing;
import io.zoomhosts.observe.ZoomAccessCheck;
import io.zoomhosts.report.Ledger;
import io.zoomhosts.report.Planner;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunLimits;
import io.zoomhosts.report.RunListener;
import io.zoomhosts.report.RunTrace;
import io.zoomhosts.report.Runs;
import io.zoomhosts.routes.WindowGate;
import io.zoomhosts.zoom.AccessTokens;
import io.zoomhosts.zoom.Pages;
import io.zoomhosts.zoom.ReadAhead;
import io.zoomhosts.zoom.RequestListener;
import io.zoomhosts.zoom.RequestRate;
import io.zoomhosts.zoom.Retries;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** What the routes name, and what it is made of. */
final class Beans implements AutoCloseable {

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final KafkaClients clients;
    private final Tracing tracing;
    private final WindowGate windowGate = new WindowGate();

    Beans(CamelContext context, Settings settings, Application.Purpose purpose, List<RunListener> commandListeners) {
        Clock clock = Clock.systemUTC();
        RunLimits limits = new RunLimits(
                settings.maxPages(),
                settings.publishMismatch(),
                settings.retryDelay(),
                settings.transactionTimeout(),
                clock);
        clients = new KafkaClients(context);
        OpenTransactions transactions =
                new OpenTransactions(clients, Run.transactionalIds(settings.topic(), settings.accountId()) + "/");
        Ledger ledger = new RunsTopic(clients, settings.topic(), settings.accountId(), transactions);
        List<RunListener> listeners = commandListeners;
        RequestListener requests = RequestListener.NONE;
        if (purpose == Application.Purpose.SERVICE) {
            NewestRuns newest = new NewestRuns(ledger);
            PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Metrics metrics = new Metrics(registry, settings.reportTypes(), newest, clock);
            ZoomAccessCheck zoomAccess = new ZoomAccessCheck();
            beans.put("meterRegistry", registry);
            beans.put("zoomAccessCheck", zoomAccess);
            beans.put("kafkaCheck", new KafkaCheck(clients));
            beans.put(
                    "freshnessCheck",
                    new FreshnessCheck(
                            settings.reportTypes(),
                            settings.schedule(),
                            settings.timeZone(),
                            settings.overdueAfter(),
                            newest,
                            clock));
            ledger = newest;
            listeners = List.of(metrics, newest, zoomAccess);
            requests = metrics;
        }
        tracing = settings.tracing() && purpose != Application.Purpose.CHECK ? tracing() : null;
        AccessTokens tokens =
                new AccessTokens(settings.accountId(), settings.clientId(), settings.clientSecret(), clock, requests);

        beans.put(
                "windows",
                context.getExecutorServiceManager().newFixedThreadPool(this, "windows", settings.parallelWindows()));
        beans.put("windowGate", windowGate);
        beans.put("planner", new Planner(settings.reportTypes(), settings.timeZone(), ledger, clock));
        beans.put(
                "runs",
                new Runs(
                        settings.accountId(),
                        limits,
                        ledger,
                        listeners,
                        tracing == null ? run -> RunTrace.NONE : tracing::begin));
        beans.put("accessTokens", tokens);
        beans.put("pages", new Pages(tokens, clock, requests));
        beans.put("requestRate", new RequestRate(settings.requestsPerSecond(), requests));
        beans.put("readAhead", new ReadAhead(context));
        beans.put("retries", new Retries(settings.retryDelay(), requests));
        Topics topics = new Topics(clients, settings.topic(), settings.createTopics(), settings.partitions());
        beans.put("events", new Events(topics));
        beans.put("topics", topics);
        beans.put("transactions", transactions);
        beans.put("kafkaClientFactory", new TransactionProducers());
        beans.put("json", ExactJson.MAPPER);

        // A process that is told to stop waits for Camel, and for nothing after it.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                close();
            }
        });
    }

    private static Tracing tracing() {
        try {
            return new Tracing();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(Settings.named("tracing.enabled") + " is true, but " + e.getMessage());
        }
    }

    void forEach(BiConsumer<String, Object> binding) {
        beans.forEach(binding);
    }

    WindowGate windowGate() {
        return windowGate;
    }

    /** Whatever still asks Kafka is no longer waited for, and spans are exported. To be called once no window is in work. */
    @Override
    public void close() {
        clients.close();
        if (tracing != null) {
            tracing.close();
        }
    }
}
