package io.zoomhosts.report;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.DeclaredAccount;
import io.zoomhosts.sandbox.ZoomContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The report hosts as {@code reports/hosts.camel.yaml} declares it, with windows and pages of it. */
public final class HostReport {

    public static final Report REPORT = declaration().report("hosts");

    public static final Instant FETCHED_AT = Instant.parse("2026-11-01T02:30:01Z");

    private HostReport() {}

    /** The shipped declaration, with the default settings. */
    public static ReportDeclaration declaration() {
        ReportDeclaration declaration = new ReportDeclaration();
        declaration.setPath("/report/users");
        declaration.getQuery().putAll(Map.of("page_size", "300", "group_id", ""));
        declaration.setCalendar("months");
        declaration.getVaried().put("type", "active,inactive");
        declaration.getScheduled().put("type", "active,inactive");
        declaration.setRows("users");
        declaration.setKey("id");
        declaration.setEcho("dates");
        declaration.setTotal("total_records");
        declaration.getSums().put("total_meetings", "meetings");
        declaration.getSums().put("total_participants", "participants");
        declaration.getSums().put("total_meeting_minutes", "meeting_minutes");
        declaration.setTopic("zoom.hosts");
        declaration.setEventType("io.zoomhosts.host.reported.v1");
        declaration.setScope("report:read:list_users:admin");
        declaration.setCountedAs("hosts");
        declaration.setHook("each-host");
        return declaration;
    }

    /** A report that is declared like this. */
    public static Report of(String name, ReportDeclaration declaration) {
        return declaration.report(name);
    }

    /** The same report in another topic. */
    public static Report in(String topic) {
        ReportDeclaration declaration = declaration();
        declaration.setTopic(topic);
        return declaration.report("hosts");
    }

    /** The same report with other parameters in every request. */
    public static Report asking(Map<String, String> query) {
        ReportDeclaration declaration = declaration();
        declaration.setQuery(query);
        return declaration.report("hosts");
    }

    /** @param type {@code active} or {@code inactive} */
    public static Window window(String type, LocalDate from, LocalDate to) {
        return new Window(REPORT, Map.of("type", type), from, to);
    }

    /** @param type {@code active} or {@code inactive} */
    public static Window window(String type, String from, String to) {
        return window(type, LocalDate.parse(from), LocalDate.parse(to));
    }

    public static Account account(String id) {
        return account(id, Clock.systemUTC());
    }

    public static Account account(String id, Clock clock) {
        return account(id, ZoneOffset.UTC, List.of(Reports.ALL), clock);
    }

    /** @param reports names of the reports that the schedule collects */
    public static Account account(String id, ZoneId zone, List<String> reports, Clock clock) {
        return new Account(declared(id, "secret", zone, 1000, reports), Duration.ofSeconds(1), clock);
    }

    /** An account with this client secret, which may send 10 requests per second. */
    public static Account account(String id, String secret, Clock clock) {
        return new Account(
                declared(id, secret, ZoneOffset.UTC, 10, List.of(Reports.ALL)), Duration.ofSeconds(1), clock);
    }

    private static DeclaredAccount declared(
            String id, String secret, ZoneId zone, int requestsPerSecond, List<String> reports) {
        return new DeclaredAccount(
                id,
                new Account.Credentials("CLIENT", secret),
                URI.create("https://api.zoom.us/v2"),
                URI.create("https://zoom.us/oauth/token"),
                requestsPerSecond,
                reports,
                zone);
    }

    /** A page that Zoom's contract allows. */
    public static Page ofZoom(String json) throws IOException {
        ZoomContract.check("GET", "/v2/report/users", 200, json);
        return read(json);
    }

    public static Page read(String body) throws IOException {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    public static Page read(byte[] body) throws IOException {
        return read(body, REPORT);
    }

    /** A page of a window of the report. */
    static Page read(byte[] body, Report report) throws IOException {
        return Page.read(body, request(report), FETCHED_AT);
    }

    /** The request for the first page of October. */
    static PageRequest request(Report report) {
        return PageRequest.first(
                "ACCOUNT",
                new Window(
                        report,
                        Map.of("type", "active"),
                        LocalDate.parse("2026-10-01"),
                        LocalDate.parse("2026-10-31")));
    }

    /** A file below {@code src/test/resources/zoom}. */
    static byte[] file(String name) throws IOException {
        try (InputStream file = HostReport.class.getResourceAsStream("/zoom/" + name)) {
            return file.readAllBytes();
        }
    }
}
