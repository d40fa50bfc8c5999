package io.zoomhosts.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.report.HostReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step can read from the variable {@code run}. */
class RunViewTest {

    private static final RunLimits LIMITS =
            new RunLimits(100, false, Duration.ofSeconds(1), Duration.ofMinutes(10), Clock.systemUTC());

    /** Guards against overloads: Camel could not choose between them. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "id, 2126-11-01T02:30:00Z/ACCOUNT/hosts/active/2026-10-01/2026-10-31",
                "key, ACCOUNT/hosts/active/2026-10-01/2026-10-31",
                "accountId, ACCOUNT",
                "window.key, active/2026-10-01/2026-10-31",
                "window.from, 2026-10-01",
                "window.to, 2026-10-31",
                "attempt, 1",
                "isFailed, false",
                "errorKind, \"\"",
                "startedAt, 2126-11-01T02:30:00Z",
            })
    void a_step_can_read(String name, String answer) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.setVariable("run", run());
            exchange.getMessage().setBody("{\"id\":\"a\"}");

            String said = context.resolveLanguage("simple")
                    .createExpression("${variable.run." + name + "}")
                    .evaluate(exchange, String.class);

            assertThat(said).isEqualTo(answer);
        }
    }

    private static Run run() {
        Runs runs = new Runs(
                LIMITS,
                (report, since) -> Map.of(),
                List.of(),
                run -> RunTrace.NONE,
                thrown -> Optional.empty(),
                AccountOwner.OF_ALL,
                () -> false);
        Run run = runs.open(new DueWindow(
                HostReport.account("ACCOUNT"),
                HostReport.window("active", "2026-10-01", "2026-10-31"),
                Instant.parse("2126-11-01T02:30:00Z")));
        runs.restart(run);
        return run;
    }
}
