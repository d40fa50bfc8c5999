package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.zoomhosts.account.Account;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.EndedRuns;
import io.zoomhosts.run.Run;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;

/** Not ready while Zoom lets the process read nothing; a report that Zoom refuses among others is its own affair. */
class ZoomAccessCheckTest {

    private final Reports reports = new Reports(
            () -> Map.ofEntries(entry("hosts", HostReport.declaration()), entry("telephone", telephone())),
            List.of("hosts", "telephone"));
    private final List<Account> accounts = new ArrayList<>(List.of(HostReport.account("A")));
    private final ZoomAccessCheck check = new ZoomAccessCheck(() -> accounts, any -> reports.collected());

    private static ReportDeclaration telephone() {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTopic("zoom.telephone");
        return declaration;
    }

    private Run failed(String report, Failure failure) {
        LocalDate day = LocalDate.parse("2026-10-01");
        return EndedRuns.failed(new Window(reports.get(report), Map.of("type", "active"), day, day), failure);
    }

    @Test
    void is_up_if_zoom_refuses_one_report_among_others() {
        check.onEnd(failed("telephone", Failure.NOT_PERMITTED));

        assertThat(trouble()).isEmpty();
    }

    @Test
    void is_down_if_zoom_refuses_every_report_until_it_delivers_one() {
        check.onEnd(failed("telephone", Failure.NOT_PERMITTED));
        check.onEnd(failed("hosts", Failure.NOT_PERMITTED));
        assertThat(trouble()).isPresent();

        check.onPage(failed("hosts", Failure.KAFKA));
        assertThat(trouble()).isEmpty();
    }

    @Test
    void is_down_if_zoom_refuses_the_credentials_until_it_delivers_a_page() {
        check.onEnd(failed("telephone", Failure.ACCESS_REFUSED));
        assertThat(trouble()).isPresent();

        check.onPage(failed("hosts", Failure.KAFKA));
        assertThat(trouble()).isEmpty();
    }

    /** One broken account must not keep the process from the others, but somebody has to repair it. */
    @Test
    void is_up_and_names_the_account_if_zoom_refuses_one_among_others() {
        accounts.add(HostReport.account("B"));
        check.onEnd(failed("telephone", Failure.ACCESS_REFUSED));

        assertThat(trouble()).isEmpty();
        assertThat(Optional.ofNullable(check.look().message())).hasValue("account A: why");
        assertThat(check.call())
                .returns(HealthCheck.State.UP, HealthCheck.Result::getState)
                .returns(Optional.of("account A: why"), HealthCheck.Result::getMessage);

        accounts.remove(1);
        assertThat(trouble()).hasValue("account A: why");
        assertThat(check.call().getState()).isEqualTo(HealthCheck.State.DOWN);
    }

    @Test
    void is_up_without_accounts() {
        check.onEnd(failed("telephone", Failure.ACCESS_REFUSED));
        accounts.clear();

        assertThat(trouble()).isEmpty();
    }

    @Test
    void is_up_if_runs_fail_for_another_reason() {
        check.onEnd(failed("telephone", Failure.ZOOM_UNAVAILABLE));
        check.onEnd(failed("hosts", Failure.ZOOM_UNAVAILABLE));

        assertThat(trouble()).isEmpty();
    }

    /** Why the check is down; empty if it is up. */
    private Optional<String> trouble() {
        ReadinessCheck.Finding found = check.look();
        return found.isDown() ? Optional.of(found.message()) : Optional.empty();
    }
}
