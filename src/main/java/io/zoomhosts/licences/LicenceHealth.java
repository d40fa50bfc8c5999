package io.zoomhosts.licences;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Health and metrics of the licence answer, without a word about people. The routes call the methods. Thread-safe. */
public final class LicenceHealth {

    private static final String PREFIX = "zoom.hosts.licences.";

    /** Counting licences reads all of them, and everybody may ask for metrics. */
    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(30);

    private final Licences licences;
    private final LicenceReader reader;
    private final int months;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge settledMonths =
            gauge("settled.months", "Settled months of an account without a gap, back from the newest one");
    private final MultiGauge held = gauge("held", "Hosts who hold a licence in the newest settled month");
    private final MultiGauge idle = gauge("idle", "Licences whose verdict is idle");
    private final MultiGauge free = gauge("free", "Seats that are free: idle licences that are not excluded");
    private List<AccountSummary> summaries = List.of();
    private long nextCount = System.nanoTime();

    public LicenceHealth(Licences licences, LicenceReader reader, WindowStore store, int months) {
        this.licences = licences;
        this.reader = reader;
        this.months = months;
        Gauge.builder(PREFIX + "offsets.behind", reader, LicenceHealth::behind)
                .description("Offsets that are left to read until the end of the topics; NaN if unknown")
                .register(registry);
        Gauge.builder(PREFIX + "answer.age", reader, LicenceReader::secondsSinceAnswer)
                .description("Time since the answer was brought up to date; NaN if it never was since the start")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder(PREFIX + "accounts", this, health -> health.summaries.size())
                .description("Accounts that were found in the topics")
                .register(registry);
        FunctionCounter.builder(PREFIX + "skipped.records", store, WindowStore::skipped)
                .description("Records that were skipped since the start, because they are neither rows nor runs")
                .register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(PREFIX + name).description(description).register(registry);
    }

    private static double behind(LicenceReader reader) {
        return reader.behind() == Long.MAX_VALUE ? Double.NaN : reader.behind();
    }

    /** {@code GET /observe/health/live}: 200 while the process answers. */
    public void live(Exchange exchange) {
        answer(exchange, 200, JsonNodeFactory.instance.objectNode().put("status", "UP"));
    }

    /**
     * {@code GET /observe/health/ready}: 200 if everything that was in the topics at the start is in the answer, and Kafka and the
     * database can be used; otherwise 503 and why.
     */
    public void ready(Exchange exchange) {
        String problem = reader.failure();
        if (problem == null && !reader.isUpToDate()) {
            problem = "The topics are being read for the first time since the start. The answer is not complete yet";
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("status", problem == null ? "UP" : "DOWN");
        if (reader.behind() != Long.MAX_VALUE) {
            answer.put("offsets_behind", reader.behind());
        }
        if (problem != null) {
            answer.put("message", problem);
        }
        answer(exchange, problem == null ? 200 : 503, answer);
    }

    private static void answer(Exchange exchange, int status, ObjectNode answer) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(answer + "\n");
    }

    /** {@code GET /observe/metrics}. While the database cannot be used, the series of accounts are missing. */
    public void metrics(Exchange exchange) {
        count();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
        message.setBody(registry.scrape());
    }

    private synchronized void count() {
        if (System.nanoTime() - nextCount < 0) {
            return;
        }
        nextCount = System.nanoTime() + BETWEEN_COUNTS.toNanos();
        try {
            summaries = reader.hasAnswer() ? licences.summaries(months) : List.of();
        } catch (SQLException e) {
            summaries = List.of(); // watch() says why in the log
        }
        register(settledMonths, AccountSummary::monthsInARow);
        register(held, AccountSummary::licences);
        register(idle, AccountSummary::idle);
        register(free, AccountSummary::free);
    }

    private void register(MultiGauge gauge, ToDoubleFunction<AccountSummary> number) {
        gauge.register(
                summaries.stream()
                        .<MultiGauge.Row<?>>map(account -> MultiGauge.Row.of(
                                Tags.of("account_id", account.accountId()), () -> number.applyAsDouble(account)))
                        .toList(),
                true);
    }
}
