package io.zoomhosts.sandbox;

import java.util.Map;
import java.util.Optional;

/** One account of the sandbox: its data, its access tokens, its limits, and its answers. Thread-safe. */
final class ServedAccount {
    private final SandboxOptions options;
    private final SandboxAccount hosts;
    private final SandboxWorld world;
    private final TokenEndpoint tokenEndpoint;
    private final HostReportEndpoint hostReportEndpoint;
    private final ReportEndpoint reportEndpoint;

    /**
     * @param nth 0 for the first account
     * @param options of this account alone
     */
    ServedAccount(int nth, SandboxOptions options) {
        SandboxTokens tokens = new SandboxTokens(nth, options.tokenKillsOlderOne());
        ReportAccess access = new ReportAccess(options, tokens);
        this.options = options;
        this.hosts = new SandboxAccount(options.seed(), options.activeHosts(), options.idleHosts(), options.rowBytes());
        this.world = new SandboxWorld(options, hosts);
        this.tokenEndpoint = new TokenEndpoint(options, tokens);
        this.hostReportEndpoint = new HostReportEndpoint(options, access, hosts);
        this.reportEndpoint = new ReportEndpoint(options, world, access);
    }

    String id() {
        return options.accountId();
    }

    SandboxAccount hosts() {
        return hosts;
    }

    SandboxWorld world() {
        return world;
    }

    /** Id and credentials as lines of a properties file. */
    String settings() {
        return "account-id=" + options.accountId() + "\nclient-id=" + options.clientId() + "\nclient-secret="
                + options.clientSecret() + "\n";
    }

    SandboxAnswer token(ReceivedRequest request, Map<String, String> form, String apiUrl) {
        return tokenEndpoint.answer(request, form, apiUrl, request.at());
    }

    SandboxAnswer hostReport(ReceivedRequest request) {
        return hostReportEndpoint.answer(request, request.at());
    }

    /** Empty if no report has this path. */
    Optional<SandboxAnswer> report(ReceivedRequest request) {
        return reportEndpoint.answer(request, request.at());
    }
}
