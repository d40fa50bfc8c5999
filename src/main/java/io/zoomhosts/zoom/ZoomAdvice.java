package io.zoomhosts.zoom;

/** Advice for errors of requests to Zoom. {@code docs/troubleshooting.md} lists all of them. */
enum ZoomAdvice {
    CREDENTIALS("Check zoom.account-id, zoom.client-id and zoom.client-secret (ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID,"
            + " ZOOM_CLIENT_SECRET), or the account's file in zoom.accounts, and that the app is activated"),
    SCOPE("Add this scope to the Zoom app, and give the app's creator a role that may view the report"
            + " (docs/zoom-app.md). The next attempt requests a new access token"),
    ACCESS_TOKEN("Each new access token may invalidate the previous one: if another program keeps"
            + " requesting tokens for the same app, create a separate app for zoom-hosts"),
    WINDOW("Zoom rejects the window: it reports on at most one month at a time, and at most six months back."
            + " Choose --from and --to within these limits, and check zoom.time-zone and the clock of this machine"),
    SUBJECT(
            "Zoom does not report on this subject at this path, for example on a webinar that is asked about as a meeting."
                    + " Check subject and where in the report's declaration, and the row of the subject in the topic of the report"
                    + " that it comes from"),
    PARAMETER("Zoom rejects a parameter. Correct its setting (zoom.page-size, zoom.group-id,"
            + " zoom.report-types), or the report's declaration in routes/reports"),
    REQUEST_RATE("Lower zoom.requests-per-second (ZOOM_REQUESTS_PER_SECOND): all apps of the account share one limit"),
    REDIRECT("Redirects are not followed: secrets are sent only to the hosts of zoom.api-url and"
            + " zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL)"),
    ADDRESS("Check zoom.api-url and zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL)"),
    NOT_FROM_ZOOM("This answer is not from Zoom: it came from a proxy, a firewall or another server. If"
            + " it persists, check what is between this machine and Zoom, and check zoom.api-url and"
            + " zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL)"),
    NAME("The host name cannot be resolved. Check that DNS works on this machine. If your"
            + " network requires a proxy, set HTTPS_PROXY, and make sure that NO_PROXY does not include the host"),
    CONNECTION("Nothing accepts connections at this address, or a firewall blocks them. Check"
            + " zoom.api-url and zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL). If your network"
            + " requires a proxy, set HTTPS_PROXY, and make sure that NO_PROXY does not include the host"),
    CERTIFICATE("The server at Zoom's address presented a certificate that Java does not trust. If a"
            + " proxy decrypts TLS traffic, set a trust store with the proxy's certificate in"
            + " JAVA_OPTS (-Djavax.net.ssl.trustStore)"),
    TLS("The TLS connection failed. Check that the server at this address speaks https, and"
            + " check what is between this machine and Zoom"),
    SLOW_ANSWER("Zoom, or something between, is slow: to wait longer, raise zoom.response-timeout"
            + " (ZOOM_RESPONSE_TIMEOUT)");

    private final String text;

    ZoomAdvice(String text) {
        this.text = text;
    }

    /** One or two sentences, without the final full stop. */
    String text() {
        return text;
    }

    /** A message: what happened, then this advice. */
    String on(String what) {
        return what.replaceFirst("\\.+$", "") + ". " + text;
    }
}
