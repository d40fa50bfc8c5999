package io.zoomhosts.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.EndedRuns;
import io.zoomhosts.run.Run;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Not ready while Zoom lets the process read nothing; a report that Zoom refuses among others is its own affair. */
class ZoomAccessCheckTest {

    private final Reports reports = new Reports(
            () -> Map.ofEntries(entry("hosts", HostReport.declaration()), entry("telephone", telephone())),
            List.of("hosts", "telephone"));
    private final ZoomAccessCheck check = new ZoomAccessCheck(reports);

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

        assertThat(check.trouble()).isEmpty();
    }

    @Test
    void is_down_if_zoom_refuses_every_report_until_it_delivers_one() {
        check.onEnd(failed("telephone", Failure.NOT_PERMITTED));
        check.onEnd(failed("hosts", Failure.NOT_PERMITTED));
        assertThat(check.trouble()).isPresent();

        check.onPage(failed("hosts", Failure.KAFKA));
        assertThat(check.trouble()).isEmpty();
    }

    @Test
    void is_down_if_zoom_refuses_the_credentials_until_it_delivers_a_page() {
        check.onEnd(failed("telephone", Failure.ACCESS_REFUSED));
        assertThat(check.trouble()).isPresent();

        check.onPage(failed("hosts", Failure.KAFKA));
        assertThat(check.trouble()).isEmpty();
    }

    @Test
    void is_up_if_runs_fail_for_another_reason() {
        check.onEnd(failed("telephone", Failure.ZOOM_UNAVAILABLE));
        check.onEnd(failed("hosts", Failure.ZOOM_UNAVAILABLE));

        assertThat(check.trouble()).isEmpty();
    }
}
