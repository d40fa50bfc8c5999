package io.zoomhosts.sandbox;

/** The sandbox's command line: options and output. */
final class SandboxArguments {
    static final String USAGE = "usage: [--host <address>] [--port <number>] [--hosts <active hosts per window>]"
            + " [--idle <inactive hosts per window>] [--requests-per-second <number>] [--meetings-per-day <number>]";

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
            Each day has --meetings-per-day meetings and webinars of the month's hosts, and logs in proportion.""";

    private SandboxArguments() {}

    /** @throws IllegalArgumentException unless all arguments are pairs of a known option and its value */
    static SandboxOptions options(String... args) {
        SandboxOptions options = SandboxOptions.defaults().withPort(8080);
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value; " + USAGE);
            }
            String value = args[i + 1];
            options = switch (args[i]) {
                case "--host" -> options.withHost(value);
                case "--port" -> options.withPort(number(args[i], value));
                case "--hosts" -> options.withActiveHosts(number(args[i], value));
                case "--idle" -> options.withIdleHosts(number(args[i], value));
                case "--requests-per-second" -> options.withRequestsPerSecond(number(args[i], value));
                case "--meetings-per-day" -> options.withMeetingsPerDay(number(args[i], value));
                default -> throw new IllegalArgumentException("unknown option: " + args[i] + "; " + USAGE);
            };
        }
        return options;
    }

    /** A line of exports for a shell that uses this sandbox; in a container, which does not know its address, the port. */
    static String started(SandboxOptions options, SandboxZoom zoom) {
        return options.host().equals("0.0.0.0")
                ? "Sandbox Zoom listening on port " + zoom.apiUrl().getPort()
                : "export ZOOM_API_URL=" + zoom.apiUrl() + " ZOOM_OAUTH_URL=" + zoom.oauthUrl() + " ZOOM_ACCOUNT_ID="
                        + options.accountId() + " ZOOM_CLIENT_ID=" + options.clientId() + " ZOOM_CLIENT_SECRET="
                        + options.clientSecret();
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " must be a number: " + value, e);
        }
    }
}
