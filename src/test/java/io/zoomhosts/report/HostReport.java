package io.zoomhosts.report;

import io.zoomhosts.sandbox.ZoomContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The host report, as {@code host-report.camel.yaml} describes it, and pages of it. */
final class HostReport {

    static final Report REPORT = new Report(
            "/report/users",
            "type=active&from=2026-10-01&to=2026-10-31&page_size=300&group_id=",
            "users",
            "id",
            "zoom.hosts",
            "io.zoomhosts.host.reported.v1",
            "report:read:list_users:admin");

    static final Instant FETCHED_AT = Instant.parse("2026-11-01T02:30:01Z");

    private HostReport() {}

    /** A page that Zoom's contract allows. */
    static Page ofZoom(String json) throws IOException {
        ZoomContract.check("GET", "/v2/report/users", 200, json);
        return read(json);
    }

    static Page read(String body) throws IOException {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    static Page read(byte[] body) throws IOException {
        return Page.read(body, REPORT, FETCHED_AT);
    }

    /** A file below {@code src/test/resources/zoom}. */
    static byte[] file(String name) throws IOException {
        try (InputStream file = HostReport.class.getResourceAsStream("/zoom/" + name)) {
            return file.readAllBytes();
        }
    }
}
