package io.zoomhosts.zoom;

/** What helps when Zoom does not do what it is asked: {@code docs/troubleshooting.md} lists all of it. */
enum ZoomAdvice {
    CREDENTIALS("Check zoom.account-id, zoom.client-id and zoom.client-secret (ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID,"
            + " ZOOM_CLIENT_SECRET), and that the app is activated"),
    SCOPE(
            "Add the scope that the report needs to the Zoom app, and give its creator a role that may view usage reports. The"
                    + " next try asks for a new access token"),
    ACCESS_TOKEN(
            "Each new access token may end the one before: if another program asks for tokens of the same app all the time,"
                    + " give zoom-hosts an app of its own"),
    WINDOW("Zoom refuses the window: it reports on one month at most, six months back"),
    PARAMETER("Zoom does not take a parameter. Correct the setting that it stands for (zoom.page-size, zoom.group-id,"
            + " zoom.report-types), or the report's declaration in routes/reports"),
    REQUEST_RATE("Lower zoom.requests-per-second (ZOOM_REQUESTS_PER_SECOND): all apps of the account share one limit"),
    REDIRECT("Redirects are not followed: secrets go to the hosts of zoom.api-url and zoom.oauth-url (ZOOM_API_URL,"
            + " ZOOM_OAUTH_URL) and nowhere else"),
    ADDRESS("Are zoom.api-url and zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL) right?"),
    SOMEBODY_ELSE(
            "That is not an answer of Zoom's: a proxy, a firewall or another server gave it. If it stays so, see what is"
                    + " between this machine and Zoom, and whether zoom.api-url and zoom.oauth-url (ZOOM_API_URL, ZOOM_OAUTH_URL) are"
                    + " right"),
    NAME(
            "The name of its host cannot be resolved. See whether DNS works here; where only a proxy leads out of the network,"
                    + " HTTPS_PROXY has to name it, and NO_PROXY must not name the host"),
    CONNECTION(
            "Nothing accepts connections there, or a firewall is in the way. See whether zoom.api-url and zoom.oauth-url"
                    + " (ZOOM_API_URL, ZOOM_OAUTH_URL) are right; where only a proxy leads out of the network, HTTPS_PROXY has to name"
                    + " it, and NO_PROXY must not name the host"),
    CERTIFICATE(
            "The server at Zoom's address presented a certificate that Java does not trust. If a proxy opens TLS on the way,"
                    + " name a trust store with its certificate in JAVA_OPTS (-Djavax.net.ssl.trustStore)"),
    TLS(
            "The two sides could not agree on TLS. See whether the address is one of https, and what is between this machine and"
                    + " Zoom"),
    SILENCE("Zoom, or what is between, is slow: a longer time is zoom.response-timeout (ZOOM_RESPONSE_TIMEOUT)");

    private final String text;

    ZoomAdvice(String text) {
        this.text = text;
    }

    /** One or two sentences without the last full stop. */
    String text() {
        return text;
    }

    /** What happened, and what helps. */
    String on(String what) {
        return what.replaceFirst("\\.+$", "") + ". " + text;
    }
}
