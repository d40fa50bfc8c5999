package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.account.Account;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.support.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token without the scope of a collected report is a warning, once. */
class MissingScopesTest {

    private static final String HOSTS = "report:read:list_users:admin";
    private static final String CALLS = "report:read:telephone:admin";

    private final List<Report> collected = new ArrayList<>(List.of(HostReport.REPORT, telephone()));
    private final MissingScopes scopes = new MissingScopes(any -> collected);
    private final Account account = HostReport.account("ACCOUNT");
    private final CapturedLog log = new CapturedLog(MissingScopes.class.getName());

    @AfterEach
    void close() {
        log.close();
    }

    private static Report telephone() {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTopic("zoom.telephone");
        declaration.setScope(CALLS);
        return HostReport.of("telephone", declaration);
    }

    @Test
    void names_each_report_and_its_scope_in_a_line() {
        scopes.check(account, "user:read:user:admin");

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).startsWith("Report hosts: ").contains("account ACCOUNT", HOSTS, "Scopes");
        assertThat(log.lines().get(1)).startsWith("Report telephone: ").contains(CALLS, "ZOOM_REPORTS");
    }

    @Test
    void names_only_reports_whose_scope_is_missing() {
        scopes.check(account, "user:read:user:admin  " + HOSTS);

        assertThat(log.lines()).singleElement().asString().startsWith("Report telephone: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "report:read:admin",
                "user:read:admin report:master",
                HOSTS + " " + CALLS,
                "  " + CALLS + "\t" + HOSTS + " "
            })
    void says_nothing_if_no_scope_is_missing_or_none_is_named(String given) {
        scopes.check(account, given);

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void says_it_once_and_again_after_a_change() {
        scopes.check(account, HOSTS);
        scopes.check(account, "user:read:user:admin " + HOSTS);
        assertThat(log.lines()).hasSize(1);

        scopes.check(account, CALLS);
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("Report hosts: ");

        scopes.check(account, HOSTS + " " + CALLS);
        scopes.check(account, CALLS);
        assertThat(log.lines()).hasSize(3);
    }

    @Test
    void a_scope_of_one_account_says_nothing_about_another() {
        scopes.check(account, HOSTS);
        scopes.check(HostReport.account("OTHER"), HOSTS);

        assertThat(log.lines()).hasSize(2).last().asString().contains("account OTHER");
    }

    @Test
    void ignores_reports_that_are_not_collected() {
        collected.remove(1);

        scopes.check(account, HOSTS);

        assertThat(log.lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"scope\":null", ",\"scope\":\"\"", ",\"scope\":[]"})
    void an_answer_without_scopes_is_a_token_as_any_other(String scope) {
        new TokenRequests(RequestListener.NONE, scopes)
                .accept(account, Answers.exchange(200, "{\"access_token\":\"tok\"" + scope + "}"));

        assertThat(account.accessToken().isMissing()).isFalse();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void reads_the_scopes_of_the_answer_with_the_token() {
        new TokenRequests(RequestListener.NONE, scopes)
                .accept(account, Answers.exchange(200, "{\"access_token\":\"tok\",\"scope\":\"" + CALLS + "\"}"));

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("Report hosts: ")
                .doesNotContain("tok\"");
    }
}
