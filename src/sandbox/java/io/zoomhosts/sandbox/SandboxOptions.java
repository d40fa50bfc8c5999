package io.zoomhosts.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * How a sandbox is set up. Immutable: each {@code with…} method returns a changed copy of {@link #defaults()}.
 *
 * @param host address to listen on; {@code 0.0.0.0} for every interface
 * @param port TCP port, 0 for any free one
 * @param accountId the {@code account_id} that the token endpoint accepts; of several accounts, that of the first
 * @param clientId user name of the token endpoint's Basic authentication; of several accounts, that of the first
 * @param clientSecret password of the token endpoint's Basic authentication; of several accounts, that of the first
 * @param accounts number of accounts, 1 or more. The others have the first one's id, client ID and client secret with
 *     {@code -1}, {@code -2}, … behind. Each has its own hosts, limits and access tokens
 * @param activeHostsOf active hosts of the accounts that have another number of them, by account id
 * @param activeHosts hosts in the active report of every window, 0 or more
 * @param idleHosts hosts in the inactive report of every window, 0 or more
 * @param requestsPerSecond report requests served in any second, by the clock; with a clock that stands still it is
 *     the number served until the clock moves. 10 is the Pro plan's limit for the label Heavy
 * @param requestsPerDay report requests served in a day of UTC, by the clock
 * @param responseDelay delay of each answer, in real time
 * @param clock the time, for expiry, limits and the six months of the report
 * @param scope scopes of each access token, separated by blanks
 * @param tokenKillsOlderOne whether a new access token invalidates the ones before it
 * @param seed of the account's data: equal seeds and numbers of hosts give equal rows
 * @param totals whether pages carry {@code total_records} and the other {@code total_*}
 * @param rowBytes minimum width of a row in UTF-8: a narrower one is padded with a custom attribute; 0 for rows without
 *     padding, of some 385 bytes
 * @param meetingsPerDay meetings and webinars of each day, 0 or more; other reports have numbers of rows in proportion
 * @param budgetHeaders whether the answers of reports say how many requests are left of the day
 * @param tls key and certificate for https; null for plain http
 */
public record SandboxOptions(
        String host,
        int port,
        String accountId,
        String clientId,
        String clientSecret,
        int accounts,
        Map<String, Integer> activeHostsOf,
        int activeHosts,
        int idleHosts,
        int requestsPerSecond,
        int requestsPerDay,
        Duration responseDelay,
        Clock clock,
        String scope,
        boolean tokenKillsOlderOne,
        long seed,
        boolean totals,
        int rowBytes,
        int meetingsPerDay,
        boolean budgetHeaders,
        SSLContext tls) {

    /** @throws IllegalArgumentException when a number is negative or a limit is below 1 */
    public SandboxOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(responseDelay, "responseDelay");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(scope, "scope");
        if (activeHosts < 0 || idleHosts < 0) {
            throw new IllegalArgumentException("hosts must be 0 or more: " + activeHosts + ", " + idleHosts);
        }
        activeHostsOf = Map.copyOf(activeHostsOf);
        if (accounts < 1 || activeHostsOf.values().stream().anyMatch(hosts -> hosts < 0)) {
            throw new IllegalArgumentException(
                    "accounts must be 1 or more, and their hosts 0 or more: " + accounts + ", " + activeHostsOf);
        }
        if (rowBytes < 0) {
            throw new IllegalArgumentException("bytes of a row must be 0 or more: " + rowBytes);
        }
        if (meetingsPerDay < 0) {
            throw new IllegalArgumentException("meetings per day must be 0 or more: " + meetingsPerDay);
        }
        if (requestsPerSecond < 1 || requestsPerDay < 1) {
            throw new IllegalArgumentException(
                    "limits must be 1 or more: " + requestsPerSecond + " a second, " + requestsPerDay + " a day");
        }
    }

    /** 650 active and 350 idle hosts on a free port of 127.0.0.1, with the Pro plan's limits. */
    public static SandboxOptions defaults() {
        return new Draft().options();
    }

    public SandboxOptions withHost(String value) {
        return edited(draft -> draft.host = value);
    }

    public SandboxOptions withPort(int value) {
        return edited(draft -> draft.port = value);
    }

    public SandboxOptions withAccountId(String value) {
        return edited(draft -> draft.accountId = value);
    }

    /** The client ID and the client secret that the token endpoint accepts. */
    public SandboxOptions withClient(String id, String secret) {
        return edited(draft -> {
            draft.clientId = id;
            draft.clientSecret = secret;
        });
    }

    public SandboxOptions withAccounts(int value) {
        return edited(draft -> draft.accounts = value);
    }

    /** Active hosts of one account, which may be much larger or smaller than the others. */
    public SandboxOptions withActiveHostsOf(String account, int value) {
        return edited(draft -> {
            draft.activeHostsOf = new HashMap<>(draft.activeHostsOf);
            draft.activeHostsOf.put(account, value);
        });
    }

    public SandboxOptions withActiveHosts(int value) {
        return edited(draft -> draft.activeHosts = value);
    }

    public SandboxOptions withIdleHosts(int value) {
        return edited(draft -> draft.idleHosts = value);
    }

    public SandboxOptions withRequestsPerSecond(int value) {
        return edited(draft -> draft.requestsPerSecond = value);
    }

    public SandboxOptions withRequestsPerDay(int value) {
        return edited(draft -> draft.requestsPerDay = value);
    }

    public SandboxOptions withResponseDelay(Duration value) {
        return edited(draft -> draft.responseDelay = value);
    }

    public SandboxOptions withClock(Clock value) {
        return edited(draft -> draft.clock = value);
    }

    public SandboxOptions withScope(String value) {
        return edited(draft -> draft.scope = value);
    }

    public SandboxOptions withTokenKillsOlderOne(boolean value) {
        return edited(draft -> draft.tokenKillsOlderOne = value);
    }

    public SandboxOptions withSeed(long value) {
        return edited(draft -> draft.seed = value);
    }

    public SandboxOptions withTotals(boolean value) {
        return edited(draft -> draft.totals = value);
    }

    public SandboxOptions withRowBytes(int value) {
        return edited(draft -> draft.rowBytes = value);
    }

    public SandboxOptions withMeetingsPerDay(int value) {
        return edited(draft -> draft.meetingsPerDay = value);
    }

    public SandboxOptions withBudgetHeaders(boolean value) {
        return edited(draft -> draft.budgetHeaders = value);
    }

    public SandboxOptions withTls(SSLContext value) {
        return edited(draft -> draft.tls = value);
    }

    /**
     * The options of one account alone.
     *
     * @param nth 0 for the first
     */
    SandboxOptions ofAccount(int nth) {
        String suffix = nth == 0 ? "" : "-" + nth;
        return edited(draft -> {
            draft.accountId += suffix;
            draft.clientId += suffix;
            draft.clientSecret += suffix;
            draft.activeHosts = activeHostsOf.getOrDefault(draft.accountId, activeHosts);
            draft.seed += nth;
            draft.accounts = 1;
            draft.activeHostsOf = Map.of();
        });
    }

    private SandboxOptions edited(Consumer<Draft> edit) {
        Draft draft = new Draft(this);
        edit.accept(draft);
        return draft.options();
    }

    /** The same settings while they change; its initial values are the defaults. */
    private static final class Draft {
        private String host = "127.0.0.1";
        private int port;
        private String accountId = "sandbox-account";
        private String clientId = "sandbox-client";
        private String clientSecret = "sandbox-secret";
        private int accounts = 1;
        private Map<String, Integer> activeHostsOf = Map.of();
        private int activeHosts = 650;
        private int idleHosts = 350;
        private int requestsPerSecond = 10;
        private int requestsPerDay = 60_000;
        private Duration responseDelay = Duration.ZERO;
        private Clock clock = Clock.systemUTC();
        private String scope = "report:read:admin";
        private boolean tokenKillsOlderOne;
        private long seed = 20_190_914L;
        private boolean totals = true;
        private int rowBytes;
        private int meetingsPerDay = 20;
        private boolean budgetHeaders;
        private SSLContext tls;

        Draft() {}

        Draft(SandboxOptions options) {
            host = options.host;
            port = options.port;
            accountId = options.accountId;
            clientId = options.clientId;
            clientSecret = options.clientSecret;
            accounts = options.accounts;
            activeHostsOf = options.activeHostsOf;
            activeHosts = options.activeHosts;
            idleHosts = options.idleHosts;
            requestsPerSecond = options.requestsPerSecond;
            requestsPerDay = options.requestsPerDay;
            responseDelay = options.responseDelay;
            clock = options.clock;
            scope = options.scope;
            tokenKillsOlderOne = options.tokenKillsOlderOne;
            seed = options.seed;
            totals = options.totals;
            rowBytes = options.rowBytes;
            meetingsPerDay = options.meetingsPerDay;
            budgetHeaders = options.budgetHeaders;
            tls = options.tls;
        }

        SandboxOptions options() {
            return new SandboxOptions(
                    host,
                    port,
                    accountId,
                    clientId,
                    clientSecret,
                    accounts,
                    activeHostsOf,
                    activeHosts,
                    idleHosts,
                    requestsPerSecond,
                    requestsPerDay,
                    responseDelay,
                    clock,
                    scope,
                    tokenKillsOlderOne,
                    seed,
                    totals,
                    rowBytes,
                    meetingsPerDay,
                    budgetHeaders,
                    tls);
        }
    }
}
