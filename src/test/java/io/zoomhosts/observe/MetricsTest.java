package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.run.EndedRuns;
import io.zoomhosts.sandbox.SettableClock;
import io.zoomhosts.zoom.RequestListener.Endpoint;
import io.zoomhosts.zoom.RequestListener.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Series by account, up to {@code zoom.metrics.accounts}. */
class MetricsTest {

    private final SettableClock clock = new SettableClock("2026-11-26T12:00:00Z");
    private final Account a = HostReport.account("A", clock);
    private final Account b = HostReport.account("B", clock);
    private final Account c = HostReport.account("C", clock);
    private final Account d = HostReport.account("D", clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final NewestRuns newest = new NewestRuns();
    private final Freshness freshness =
            new Freshness("0 30 2 * * ?", ZoneOffset.UTC, Duration.ofHours(1), newest, clock);
    private final Metrics metrics =
            new Metrics(registry, 2, account -> List.of(HostReport.REPORT), newest, freshness, clock);

    /** Prometheus misses the first count of a series that appears with it. */
    @Test
    void a_registered_account_has_its_series_before_anything_happens() {
        metrics.register(a);

        assertThat(ofWindows("A").tag("status", "failed").counter().count()).isZero();
        assertThat(ofWindows("A").tag("status", "complete").counter().count()).isZero();
        assertThat(answers("A", "access-refused")).isZero();
        assertThat(find("rate.limit.wait.seconds", "A")
                        .tag("limit", "zoom")
                        .counter()
                        .count())
                .isZero();
        assertThat(gauge("overdue", "A")).isZero();
        assertThat(gauge("newest.complete.run.age", "A")).isNaN();

        metrics.onEnd(EndedRuns.failed(HostReport.window("active", "2026-11-01", "2026-11-26"), Failure.REFUSED));
        assertThat(ofWindows("A").tag("status", "failed").counter().count()).isEqualTo(1);
    }

    @Test
    void accounts_beyond_the_number_share_their_series() {
        List.of(a, b, c, d).forEach(metrics::register);
        List.of(a, c, d).forEach(account -> metrics.onAnswer(account, Endpoint.REPORT, "ok"));
        metrics.onWait(c, Limit.ZOOM, Duration.ofSeconds(2));
        metrics.onWait(d, Limit.ZOOM, Duration.ofSeconds(3));
        metrics.onRemaining(a, "daily", 1);
        metrics.onRemaining(c, "daily", 20);
        metrics.onRemaining(d, "daily", 10);

        assertThat(accounts()).containsExactlyInAnyOrder("A", "B", "other");
        assertThat(answers("A", "ok")).isEqualTo(1);
        assertThat(answers("other", "ok")).isEqualTo(2);
        assertThat(find("rate.limit.wait.seconds", "other")
                        .tag("limit", "zoom")
                        .counter()
                        .count())
                .isEqualTo(5);
        assertThat(find("requests.remaining", "A").gauge().value()).isEqualTo(1);
        assertThat(find("requests.remaining", "other").gauge().value()).isEqualTo(10);
    }

    @Test
    void the_oldest_of_the_accounts_that_share_a_series_counts() {
        List.of(a, b, c, d).forEach(metrics::register);
        complete(a, "2026-11-26T11:00:00Z");
        complete(c, "2026-11-26T11:00:00Z");
        assertThat(gauge("newest.complete.run.age", "A")).isEqualTo(3600);
        assertThat(gauge("newest.complete.run.age", "other")).isNaN();

        complete(d, "2026-11-26T10:00:00Z");
        assertThat(gauge("newest.complete.run.age", "other")).isEqualTo(7200);

        clock.moveOn(Duration.ofDays(1));
        newest.complete("C", HostReport.window("active", "2026-11-01", "2026-11-27"), clock.instant());
        assertThat(gauge("overdue", "A")).isEqualTo(Duration.parse("PT9H30M").toSeconds());
        assertThat(gauge("overdue", "other"))
                .isEqualTo(Duration.parse("PT9H30M").toSeconds());

        newest.complete("D", HostReport.window("active", "2026-11-01", "2026-11-27"), clock.instant());
        assertThat(gauge("overdue", "other")).isZero();
    }

    /** An alert must not fire for an account that nobody collects. */
    @Test
    void a_forgotten_account_leaves_its_place_to_another_one() {
        List.of(a, b, c).forEach(metrics::register);
        metrics.onRemaining(a, "daily", 1);
        metrics.onRemaining(c, "daily", 1);

        metrics.forget(a);
        metrics.forget(c);
        metrics.register(d);

        assertThat(accounts()).containsExactlyInAnyOrder("B", "D", "other");
        assertThat(gauge("newest.complete.run.age", "other")).isZero();
        assertThat(find("requests.remaining", "other").gauge().value()).isNaN();

        metrics.forget(d);
        metrics.register(d);
        metrics.onRemaining(d, "daily", 7);
        assertThat(gauge("newest.complete.run.age", "D")).isNaN();
        assertThat(find("requests.remaining", "D").gauge().value()).isEqualTo(7);
    }

    private void complete(Account account, String startedAt) {
        newest.complete(
                account.id(), HostReport.window("active", "2026-11-01", "2026-11-26"), Instant.parse(startedAt));
    }

    private Set<String> accounts() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag("account"))
                .collect(Collectors.toSet());
    }

    private double answers(String account, String outcome) {
        return find("requests", account)
                .tag("endpoint", "report")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private double gauge(String name, String account) {
        return find(name, account).tag("variant", "active").gauge().value();
    }

    private Search ofWindows(String account) {
        return find("windows", account).tag("variant", "active");
    }

    private Search find(String name, String account) {
        return Search.in(registry).name("zoom.hosts." + name).tag("account", account);
    }
}
