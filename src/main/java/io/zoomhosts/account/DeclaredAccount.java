package io.zoomhosts.account;

import java.net.URI;
import java.time.ZoneId;
import java.util.List;

/**
 * An account as its file declares it.
 *
 * @param id Zoom's id of the account
 * @param apiUrl base URL of Zoom's API
 * @param oauthUrl URL of Zoom's token endpoint
 * @param requestsPerSecond maximum number of requests to Zoom per second
 * @param reports names of the reports that the schedule collects, or {@code all}
 * @param zone the time zone of the dates of its windows
 */
public record DeclaredAccount(
        String id,
        Account.Credentials credentials,
        URI apiUrl,
        URI oauthUrl,
        int requestsPerSecond,
        List<String> reports,
        ZoneId zone) {}
