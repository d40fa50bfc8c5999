package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunLimits;
import io.zoomhosts.run.RunTrace;
import io.zoomhosts.run.Runs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Log lines have the run_id of their own window, although threads serve one window after another. */
class RunLogTest {

    private final Run run = new Runs(
                    new RunLimits(3, false, Duration.ofSeconds(1), Duration.ofMinutes(15), Clock.systemUTC()),
                    (report, since) -> Map.of(),
                    List.of(),
                    begun -> RunTrace.NONE,
                    thrown -> Optional.empty(),
                    AccountOwner.OF_ALL,
                    () -> false)
            .open(new DueWindow(
                    HostReport.account("ACCOUNT"),
                    HostReport.window("active", "2026-10-01", "2026-10-31"),
                    Instant.parse("2026-11-01T02:30:00Z")));
    private final List<String> logged = new ArrayList<>();
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        RunLog runLog = new RunLog();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:window")
                        .bean(runLog, "begin")
                        .process(exchange -> logged.add(MDC.get("run_id")))
                        .filter(body().isEqualTo("fails"))
                        .throwException(new IllegalStateException("as it should"));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void log_has_the_run_id_until_the_exchange_is_done() throws Exception {
        assertThat(send("is well", run).getException()).isNull();

        assertThat(logged).containsExactly(run.id());
        assertThat(MDC.get("run_id")).isNull();
    }

    @Test
    void log_loses_the_run_id_after_a_failed_exchange() throws Exception {
        assertThat(send("fails", run).getException()).isInstanceOf(IllegalStateException.class);

        assertThat(logged).containsExactly(run.id());
        assertThat(MDC.get("run_id")).isNull();
    }

    @Test
    void log_has_no_run_id_without_a_run() throws Exception {
        assertThat(send("is well", null).getException()).isNull();

        assertThat(logged).containsExactly((String) null);
    }

    /** Sends on the calling thread. */
    private Exchange send(String body, Run of) throws Exception {
        Exchange exchange = ExchangeBuilder.anExchange(context).withBody(body).build();
        if (of != null) {
            exchange.setVariable("run", of);
        }
        try (ProducerTemplate template = context.createProducerTemplate()) {
            return template.send("direct:window", exchange);
        }
    }
}
