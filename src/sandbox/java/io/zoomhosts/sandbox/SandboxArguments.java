package io.zoomhosts.sandbox;

import java.nio.file.Path;

/**
 * The sandbox's command line: options and output.
 *
 * @param accountsFolder where to write the files of the accounts, or null
 */
record SandboxArguments(SandboxOptions options, Path accountsFolder) {
    static final String USAGE = "usage: [--host <address>] [--port <number>] [--hosts <active hosts per window>]"
            + " [--idle <inactive hosts per window>] [--requests-per-second <number>] [--meetings-per-day <number>]"
            + " [--accounts <number>] [--hosts-of <account id>=<active hosts per window>] [--write-accounts <folder>]";

    static final String HELP = USAGE + """


            Runs a sandbox Zoom: the token endpoint and all reports of an account with invented people.
            Each month lists exactly --hosts active and --idle inactive hosts. In every month, some hosts
              - have a licence (type 2) and have been idle for one, two, ... six months, or always
              - were created this month or the month before, and are in no list of earlier months
              - left: they are in lists of earlier months only
              - got their licence this month or the month before; their type was 1 or 4 until then
              - have another user_name and email than in the month before, with the same id
              - are in both lists, because they moved from one to the other while the lists were read
            Hosts of the departments Finance and Legal are mostly idle. Rows depend on the month, not on today.
            None of this happens unless more than a fifth of the hosts are active and more than a fifth idle.
            Each day has --meetings-per-day meetings and webinars of the month's hosts, and logs in proportion.
            With --accounts, there are that many accounts: sandbox-account, sandbox-account-1, sandbox-account-2, ...
            Each has its own hosts, request limits, client ID and client secret; --hosts-of sets the active hosts of one.
            --write-accounts writes a file per account into a folder, which ZOOM_ACCOUNTS can name.""";

    /** @throws IllegalArgumentException unless all arguments are pairs of a known option and its value */
    static SandboxArguments of(String... args) {
        SandboxOptions options = SandboxOptions.defaults().withPort(8080);
        Path folder = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value; " + USAGE);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--host" -> options = options.withHost(value);
                case "--port" -> options = options.withPort(number(args[i], value));
                case "--hosts" -> options = options.withActiveHosts(number(args[i], value));
                case "--idle" -> options = options.withIdleHosts(number(args[i], value));
                case "--requests-per-second" -> options = options.withRequestsPerSecond(number(args[i], value));
                case "--meetings-per-day" -> options = options.withMeetingsPerDay(number(args[i], value));
                case "--accounts" -> options = options.withAccounts(number(args[i], value));
                case "--hosts-of" -> options = withHostsOf(options, value);
                case "--write-accounts" -> folder = Path.of(value);
                default -> throw new IllegalArgumentException("unknown option: " + args[i] + "; " + USAGE);
            }
        }
        return new SandboxArguments(options, folder);
    }

    /** Settings for zoom-hosts: a line of exports for a shell; in a container, which does not know its address, the port. */
    String started(SandboxZoom zoom) {
        if (options.host().equals("0.0.0.0")) {
            return "Sandbox Zoom listening on port " + zoom.apiUrl().getPort();
        }
        return accountsFolder == null
                ? "export ZOOM_API_URL=" + zoom.apiUrl() + " ZOOM_OAUTH_URL=" + zoom.oauthUrl() + " ZOOM_ACCOUNT_ID="
                        + options.accountId() + " ZOOM_CLIENT_ID=" + options.clientId() + " ZOOM_CLIENT_SECRET="
                        + options.clientSecret()
                : "export ZOOM_ACCOUNTS=" + accountsFolder.toAbsolutePath();
    }

    private static SandboxOptions withHostsOf(SandboxOptions options, String value) {
        int equals = value.lastIndexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--hosts-of must be <account id>=<number>: " + value);
        }
        return options.withActiveHostsOf(value.substring(0, equals), number("--hosts-of", value.substring(equals + 1)));
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number: " + value, e);
        }
    }
}
