package io.zoomhosts;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.DeclaredAccount;
import io.zoomhosts.account.TimeZones;
import io.zoomhosts.licences.Access;
import io.zoomhosts.licences.LicenceSettings;
import io.zoomhosts.routes.RouteFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.quartz.CronExpression;

/**
 * The validated settings of {@code application.properties} that Java code uses. The routes read other settings, and some of
 * these, as property placeholders.
 *
 * @param account the account of the Zoom app; its id may be empty if the command needs no Zoom app, or with {@code accounts}
 * @param accounts file or folder of accounts; null if {@code account} is the only one
 * @param allowPlainHttp whether addresses of Zoom on other machines may be {@code http://}
 * @param scheduleSpread over how long a time the collections of several accounts begin
 * @param windowsOfAccount maximum number of windows of an account collected in parallel; 0 if it follows from the request rate
 * @param parallelWindows maximum number of windows collected in parallel
 * @param instancesTopic topic whose partitions the instances share
 * @param instancesGroup Kafka's consumer group of the instances that share the accounts
 * @param sessionTimeout time after which other instances take over the accounts of one that died
 * @param retryDelay delay before the first retry of a request or window
 * @param retention retention of the topics that zoom-hosts creates
 * @param overdueAfter time after a scheduled collection until a missing complete run is overdue
 * @param managementPort port for health and metrics; 0 for any free port
 * @param routes folder of the routes, as {@code file:…} or {@code classpath:…}, without a trailing slash
 */
record Settings(
        DeclaredAccount account,
        Path accounts,
        boolean allowPlainHttp,
        String schedule,
        Duration scheduleSpread,
        int windowsOfAccount,
        int parallelWindows,
        String instancesTopic,
        String instancesGroup,
        Duration sessionTimeout,
        int maxPages,
        Duration retryDelay,
        boolean publishMismatch,
        Duration transactionTimeout,
        boolean createTopics,
        int partitions,
        Duration retention,
        Duration overdueAfter,
        int metricsAccounts,
        String managementHost,
        int managementPort,
        String routes,
        boolean reloadRoutes,
        String logLevel,
        boolean tracing,
        LicenceSettings licences) {

    /** Requests per second that a window should have: enough for 800,000 hosts within the 15 minutes of a transaction. */
    private static final int REQUESTS_PER_WINDOW = 3;

    /** The number of windows that the first start collects: six months, active and inactive. */
    private static final int MAX_WINDOWS_OF_ACCOUNT = 12;

    /** The largest number of requests of a window at a time. Each needs a thread and a connection. */
    static final int MAX_PARALLEL_REQUESTS = 100;

    /** The problem of a value in quotes. */
    static final String QUOTED =
            "has quotes around its value: remove them. docker run --env-file makes them part of the value";

    private static final String BROKERS_ARE = "the brokers of your Kafka cluster, as host:port,host:port";
    private static final Pattern BROKER = Pattern.compile("\\s*(\\w+://)?(\\[[0-9a-fA-F:.%]+]|[\\w.-]+):\\d{1,5}\\s*");

    /** The settings that say what is collected, and where to. */
    private static final List<String> SHARED = List.of(
            "zoom.hosts-topic",
            "zoom.reports",
            "zoom.report-types",
            "zoom.activity-type",
            "zoom.parts",
            "zoom.group-id");

    private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0*(:0*){6}:0*1)]");

    /**
     * Reads and checks all settings.
     *
     * @param lookup returns the value of a property; null or empty if it is not set
     * @param zoomApp whether the credentials of a Zoom app are required
     * @throws ConfigurationException if any setting is invalid; the message names all of them
     */
    static Settings read(Function<String, String> lookup, boolean zoomApp) {
        return new Reader(lookup, zoomApp).read();
    }

    /** How many windows of an account may be collected in parallel. */
    int parallelWindows(Account of) {
        return windowsOfAccount > 0
                ? windowsOfAccount
                : Math.max(1, Math.min(MAX_WINDOWS_OF_ACCOUNT, of.requestRate().perSecond() / REQUESTS_PER_WINDOW));
    }

    /** The name of a setting in messages: its property and its environment variable. */
    static String named(String property) {
        return property + " (" + Environment.variable(property) + ")";
    }

    /** Whether a value begins and ends with the same kind of quote. */
    static boolean isQuoted(String value) {
        return value.matches("(?s)([\"']).*\\1");
    }

    private static final class Reader {

        private final Function<String, String> lookup;
        private final boolean zoomApp;
        private final Map<String, String> problems = new LinkedHashMap<>();

        private Reader(Function<String, String> lookup, boolean zoomApp) {
            this.lookup = lookup;
            this.zoomApp = zoomApp;
        }

        private Settings read() {
            boolean plainHttp = flag("zoom.allow-plain-http");
            wholeNumber("zoom.page-size", 1, 300);
            checked("zoom.group-id", text -> text.matches("[\\w.~+/=-]*"), "the ID of a group, or empty");
            wholeNumber("zoom.connect-timeout", 1, Integer.MAX_VALUE);
            wholeNumber("zoom.response-timeout", 1, Integer.MAX_VALUE);
            oneOf("log.format", "text", "json");
            required("kafka.brokers", BROKERS_ARE);
            checked(
                    "kafka.brokers",
                    text -> Stream.of(text.split(",", -1)).allMatch(BROKER.asMatchPredicate()),
                    BROKERS_ARE);
            String accounts = value("zoom.accounts");
            Settings settings = new Settings(
                    account(zoomApp && accounts.isEmpty(), plainHttp),
                    accounts.isEmpty() ? null : Path.of(accounts),
                    plainHttp,
                    checked("zoom.schedule", CronExpression::isValidExpression, "a Quartz cron such as 0 30 2 * * ?"),
                    Duration.ofMillis(wholeNumber("zoom.schedule-spread", 0, 3_600_000)),
                    value("zoom.parallel-windows").isEmpty() ? 0 : wholeNumber("zoom.parallel-windows", 1, 32),
                    wholeNumber("zoom.parallel-windows-total", 1, 500),
                    instanceGroup() + ".instances",
                    instanceGroup() + "-" + sharing(accounts.isEmpty()),
                    Duration.ofMillis(wholeNumber("kafka.session-timeout", 1000, 3_600_000)),
                    wholeNumber("zoom.max-pages", 1, Integer.MAX_VALUE),
                    Duration.ofMillis(wholeNumber("zoom.retry-delay", 1, 3_600_000)),
                    oneOf("zoom.on-mismatch", "fail", "publish").equals("publish"),
                    Duration.ofMillis(wholeNumber("kafka.transaction-timeout", 1000, Integer.MAX_VALUE)),
                    flag("zoom.topics.create"),
                    wholeNumber("zoom.topics.partitions", 1, 10_000),
                    Duration.ofDays(wholeNumber("zoom.topics.retention", 1, 100_000)),
                    Duration.ofMillis(wholeNumber("zoom.overdue-after", 1, Integer.MAX_VALUE)),
                    wholeNumber("zoom.metrics.accounts", 0, 10_000),
                    required("management.host", "the address that serves health and metrics"),
                    wholeNumber("management.port", 0, 65535),
                    routes(),
                    reloadRoutes(),
                    checked("log.level", LOG_LEVELS::contains, "ERROR, WARN, INFO, DEBUG or TRACE"),
                    flag("tracing.enabled"),
                    licences());
            failOnProblems();
            return settings;
        }

        private void failOnProblems() {
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems.values()));
            }
        }

        /** Records the first problem of a setting; later ones are ignored. Must not quote the value, which may be a secret. */
        private void problem(String property, String what) {
            problems.putIfAbsent(property, named(property) + " " + what);
        }

        private String value(String property) {
            String value;
            try {
                value = lookup.apply(property);
            } catch (ConfigurationException unreadable) {
                problems.putIfAbsent(property, unreadable.getMessage());
                return "";
            }
            if (value == null) {
                return "";
            }
            // The routes read the raw property, so a stray line break from a .env file would be sent to Zoom.
            if (value.chars().anyMatch(Character::isISOControl)) {
                problem(property, "has a line break or another control character in its value: remove it");
            } else if (isQuoted(value.strip())) {
                problem(property, QUOTED);
            }
            return value.strip();
        }

        private String required(String property, String what) {
            String value = value(property);
            if (value.isEmpty()) {
                problem(property, "is not set: set it to " + what);
            }
            return value;
        }

        private String credential(boolean required, String property, String what) {
            return required ? required(property, "the " + what) : value(property);
        }

        private String checked(String property, Predicate<String> valid, String what) {
            String value = value(property);
            if (!valid.test(value)) {
                problem(property, (value.isEmpty() ? "is empty: it must be " : "must be ") + what);
            }
            return value;
        }

        private String oneOf(String property, String one, String other) {
            return checked(property, Set.of(one, other)::contains, one + " or " + other);
        }

        private boolean flag(String property) {
            return oneOf(property, "true", "false").equals("true");
        }

        private int wholeNumber(String property, int least, int most) {
            String value = checked(
                    property,
                    text -> text.matches("\\d{1,10}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most,
                    "a whole number from " + least + " to " + most);
            return problems.isEmpty() ? Integer.parseInt(value) : least;
        }

        private DeclaredAccount account(boolean required, boolean plainHttp) {
            return new DeclaredAccount(
                    credential(
                            required,
                            "zoom.account-id",
                            "account ID of a Server-to-Server OAuth app. For several accounts, set "
                                    + named("zoom.accounts") + " instead"),
                    new Account.Credentials(
                            credential(required, "zoom.client-id", "client ID of a Server-to-Server OAuth app"),
                            credential(
                                    required, "zoom.client-secret", "client secret of a Server-to-Server OAuth app")),
                    address("zoom.api-url", plainHttp),
                    address("zoom.oauth-url", plainHttp),
                    wholeNumber("zoom.requests-per-second", 1, 1000),
                    reports(),
                    timeZone());
        }

        /** The location of the routes. Default: {@code routes/} beside {@code bin/}; the class path without a distribution. */
        private String routes() {
            String location = value("routes.location").replaceAll("/+$", "");
            String home = lookup.apply("zoom-hosts.home");
            if (location.isEmpty() && home == null) {
                return "classpath:routes";
            }
            String folder = location.isEmpty() ? home + "/routes" : location.replaceFirst("^file:", "");
            if (!location.matches("(?s)|(file|classpath):.+")) {
                problem("routes.location", "must begin with file: or classpath:");
            } else if (!location.startsWith("classpath:")) {
                checkRoutes(Path.of(folder), location.isEmpty());
            }
            return location.isEmpty() ? "file:" + folder : location;
        }

        private void checkRoutes(Path folder, boolean shipped) {
            Optional<Path> unreadable = unreadable(folder);
            if (unreadable.isPresent()) {
                problem(
                        "routes.location",
                        "must be readable: the user of this process cannot read '" + unreadable.get()
                                + "'. Grant access, for example with chmod -R a+rX");
            } else if (!hasRoutes(folder.resolve("engine"))) {
                problem(
                        "routes.location",
                        shipped
                                ? "is not set, and the default folder " + folder
                                        + " has no *.camel.yaml files in engine/"
                                : "must be a folder with *.camel.yaml files in engine/, and this folder has none");
            }
        }

        /** A folder or file that exists but cannot be read. Camel would silently treat it as missing. */
        private static Optional<Path> unreadable(Path folder) {
            for (String owner : List.of("engine", "licences", "reports", "yours")) {
                // Some editors create broken symbolic links as lock files: ignore these.
                try (Stream<Path> files = Files.list(folder.resolve(owner))) {
                    Optional<Path> unreadable = files.filter(
                                    file -> file.toString().endsWith(RouteFile.SUFFIX))
                            .filter(file -> !Files.isSymbolicLink(file) && !Files.isReadable(file))
                            .findFirst();
                    if (unreadable.isPresent()) {
                        return unreadable;
                    }
                } catch (AccessDeniedException e) {
                    return Optional.of(Path.of(e.getFile()));
                } catch (IOException missing) {
                    // reports/ and yours/ are optional; hasRoutes reports a missing engine/.
                }
            }
            return Optional.empty();
        }

        private LicenceSettings licences() {
            String databaseUrl = checked(
                    "licences.database-url",
                    text -> text.isEmpty() || text.startsWith("jdbc:postgresql:"),
                    "a JDBC URL that begins with jdbc:postgresql:, or empty");
            String host = required("licences.host", "the address that serves the page");
            String token = value("licences.token");
            if (!token.isEmpty() && token.length() < Access.SHORTEST_TOKEN) {
                problem("licences.token", "must have at least " + Access.SHORTEST_TOKEN + " characters");
            }
            String passwordFile = value("licences.password-file");
            if (!LOOPBACK.matcher(host.contains(":") ? "[" + host + "]" : host).matches()
                    && token.isEmpty()
                    && passwordFile.isEmpty()) {
                problem(
                        "licences.host",
                        "is not a loopback address, so everybody who reaches it would see names and addresses. Set "
                                + named("licences.token") + " or " + named("licences.password-file"));
            }
            return new LicenceSettings(
                    value("zoom.hosts-topic"),
                    wholeNumber("licences.months", 1, 36),
                    databaseUrl,
                    value("licences.database-user"),
                    value("licences.database-password"),
                    licencesFolder(),
                    host,
                    wholeNumber("licences.port", 0, 65535),
                    token,
                    passwordFile,
                    value("licences.file"));
        }

        /** Default: {@code licences/} beside {@code bin/}; without a distribution, below the working directory. */
        private Path licencesFolder() {
            String folder = value("licences.folder");
            String home = lookup.apply("zoom-hosts.home");
            return folder.isEmpty() ? Path.of(home == null ? "" : home, "licences") : Path.of(folder);
        }

        private boolean reloadRoutes() {
            boolean reload = flag("routes.reload");
            if (reload && value("routes.location").startsWith("classpath:")) {
                problem(
                        "routes.reload",
                        "needs routes in a folder: set " + named("routes.location") + " to file:/some/folder");
            }
            return reload;
        }

        private static boolean hasRoutes(Path folder) {
            try (DirectoryStream<Path> routes = Files.newDirectoryStream(folder, "*.camel.yaml")) {
                return routes.iterator().hasNext();
            } catch (IOException notAFolder) {
                return false;
            }
        }

        private String instanceGroup() {
            return checked(
                    "zoom.instance-group",
                    text -> text.matches("[\\w.-]{1,200}"),
                    "a name of letters, digits, dots, hyphens and underscores");
        }

        /**
         * A digest of the settings that instances must have in common to share accounts. Instances that collect something else, or
         * another account, to the same cluster must not share with these: nobody would collect the rest.
         *
         * @param oneAccount whether there is only the account of {@code zoom.account-id}
         */
        private String sharing(boolean oneAccount) {
            CRC32 digest = new CRC32();
            Stream.concat(SHARED.stream(), oneAccount ? Stream.of("zoom.account-id") : Stream.empty())
                    .map(property -> property + "=" + value(property) + "\n")
                    .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
            return "%08x".formatted(digest.getValue());
        }

        private List<String> reports() {
            return List.of(checked(
                            "zoom.reports",
                            text -> text.matches("[a-z0-9-]+(\\s*,\\s*[a-z0-9-]+)*"),
                            "names of reports separated by commas, or all")
                    .split("\\s*,\\s*"));
        }

        private ZoneId timeZone() {
            return TimeZones.find(value("zoom.time-zone")).orElseGet(() -> {
                problem("zoom.time-zone", "must be " + TimeZones.RULE);
                return ZoneId.of("UTC");
            });
        }

        private URI address(String property, boolean plainHttp) {
            String value = value(property);
            String problem = addressProblem(value, plainHttp);
            if (problem != null) {
                problem(property, problem);
                return null;
            }
            return URI.create(value);
        }
    }

    /**
     * Why the access token and the client secret must not be sent to an address; null if they may be. An unencrypted address over a
     * network would show them to others.
     */
    static String addressProblem(String address, boolean allowPlainHttp) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            uri = URI.create("");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme();
        if (!scheme.matches("https?") || uri.getHost() == null || uri.getUserInfo() != null) {
            return "must be an https:// address without user and password";
        }
        return scheme.equals("http") && !LOOPBACK.matcher(uri.getHost()).matches() && !allowPlainHttp
                ? "is plain http:// to another machine: secrets would be sent unencrypted. Use https://, or set "
                        + named("zoom.allow-plain-http") + " to true for a sandbox"
                : null;
    }
}
