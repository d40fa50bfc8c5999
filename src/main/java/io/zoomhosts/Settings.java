package io.zoomhosts;

import io.zoomhosts.routes.RouteFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
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
import org.quartz.CronExpression;

/**
 * The settings of {@code application.properties} that Java needs, all of them checked. The routes read the rest, and
 * some of these too, as property placeholders.
 *
 * @param accountId of the Zoom app; empty where the command needs none
 * @param reports names of the reports that the schedule collects, or {@code all}
 * @param requestsPerSecond to Zoom, at most
 * @param parallelWindows windows that are collected at the same time, at most
 * @param retryDelay first wait before Zoom is asked again
 * @param retention of topics that are created
 * @param managementPort 0 for any free one
 * @param routes folder of the routes, as {@code file:…} or {@code classpath:…}, without a slash at its end
 */
record Settings(
        String accountId,
        String clientId,
        String clientSecret,
        List<String> reports,
        String schedule,
        ZoneId timeZone,
        int requestsPerSecond,
        int parallelWindows,
        int maxPages,
        Duration retryDelay,
        boolean publishMismatch,
        Duration transactionTimeout,
        boolean createTopics,
        int partitions,
        Duration retention,
        Duration overdueAfter,
        String managementHost,
        int managementPort,
        String routes,
        boolean reloadRoutes,
        String logLevel,
        boolean tracing) {

    /** Per second: enough for 800,000 hosts in the 15 minutes that a window may take. */
    private static final int REQUESTS_OF_A_WINDOW = 3;

    /** As many as a first start collects: six months, active and inactive. */
    private static final int MOST_PARALLEL_WINDOWS = 12;

    /** What is wrong with a value in quotes. */
    static final String QUOTED =
            "has quotes round its value: leave them out. docker run --env-file takes them as part of it";

    private static final String BROKERS_ARE = "the brokers of your Kafka cluster, as host:port,host:port";
    private static final Pattern BROKER = Pattern.compile("\\s*(\\w+://)?(\\[[0-9a-fA-F:.%]+]|[\\w.-]+):\\d{1,5}\\s*");

    private static final Set<String> LOG_LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[(::1|0*(:0*){6}:0*1)]");

    /**
     * Reads and checks all settings.
     *
     * @param lookup a property's value by its name; null or empty where it is not set
     * @param zoomApp whether a Zoom app is needed
     * @throws ConfigurationException if any setting cannot be used; its message names them all
     */
    static Settings read(Function<String, String> lookup, boolean zoomApp) {
        return new Reader(lookup, zoomApp).read();
    }

    /** How messages name a setting: by both its names. */
    static String named(String property) {
        return property + " (" + Environment.variable(property) + ")";
    }

    /** Whether a value stands in quotes that do not belong to it. */
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
            checkAddress("zoom.api-url", plainHttp);
            checkAddress("zoom.oauth-url", plainHttp);
            wholeNumber("zoom.page-size", 1, 300);
            checked("zoom.group-id", text -> text.matches("[\\w.~+/=-]*"), "the id of a group, or empty");
            int requestsPerSecond = wholeNumber("zoom.requests-per-second", 1, 1000);
            wholeNumber("zoom.connect-timeout", 1, Integer.MAX_VALUE);
            wholeNumber("zoom.response-timeout", 1, Integer.MAX_VALUE);
            oneOf("log.format", "text", "json");
            required("kafka.brokers", BROKERS_ARE);
            checked(
                    "kafka.brokers",
                    text -> Stream.of(text.split(",", -1)).allMatch(BROKER.asMatchPredicate()),
                    BROKERS_ARE);
            Settings settings = new Settings(
                    ofZoomApp("zoom.account-id", "the account id of a Server-to-Server OAuth app"),
                    ofZoomApp("zoom.client-id", "the client id of a Server-to-Server OAuth app"),
                    ofZoomApp("zoom.client-secret", "the client secret of a Server-to-Server OAuth app"),
                    reports(),
                    checked("zoom.schedule", CronExpression::isValidExpression, "a Quartz cron such as 0 30 2 * * ?"),
                    timeZone(),
                    requestsPerSecond,
                    parallelWindows(requestsPerSecond),
                    wholeNumber("zoom.max-pages", 1, Integer.MAX_VALUE),
                    Duration.ofMillis(wholeNumber("zoom.retry-delay", 1, 3_600_000)),
                    oneOf("zoom.on-mismatch", "fail", "publish").equals("publish"),
                    Duration.ofMillis(wholeNumber("kafka.transaction-timeout", 1000, Integer.MAX_VALUE)),
                    flag("zoom.topics.create"),
                    wholeNumber("zoom.topics.partitions", 1, 10_000),
                    Duration.ofDays(wholeNumber("zoom.topics.retention", 1, 100_000)),
                    Duration.ofMillis(wholeNumber("zoom.overdue-after", 1, Integer.MAX_VALUE)),
                    required("management.host", "the address for health and metrics"),
                    wholeNumber("management.port", 0, 65535),
                    routes(),
                    reloadRoutes(),
                    checked("log.level", LOG_LEVELS::contains, "ERROR, WARN, INFO, DEBUG or TRACE"),
                    flag("tracing.enabled"));
            complain();
            return settings;
        }

        private void complain() {
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("\n", problems.values()));
            }
        }

        /** The first problem of a setting is the one that is told. None of them quotes a value, which may be a secret. */
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
            // The routes read the same property, but as it is: the stray line end of a .env file would reach Zoom.
            if (value.chars().anyMatch(Character::isISOControl)) {
                problem(property, "has a line end or another control character in its value");
            } else if (isQuoted(value.strip())) {
                problem(property, QUOTED);
            }
            return value.strip();
        }

        private String required(String property, String what) {
            String value = value(property);
            if (value.isEmpty()) {
                problem(property, "is not set: it is " + what);
            }
            return value;
        }

        private String ofZoomApp(String property, String what) {
            return zoomApp ? required(property, what) : value(property);
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

        private int parallelWindows(int requestsPerSecond) {
            return value("zoom.parallel-windows").isEmpty()
                    ? Math.max(1, Math.min(MOST_PARALLEL_WINDOWS, requestsPerSecond / REQUESTS_OF_A_WINDOW))
                    : wholeNumber("zoom.parallel-windows", 1, 32);
        }

        /** Without a location: the folder beside {@code bin/}, or the class path where there is no distribution. */
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
                        "must be readable: the user of this process may not read '" + unreadable.get()
                                + "'. Allow it, for example with chmod -R a+rX");
            } else if (!hasRoutes(folder.resolve("engine"))) {
                problem(
                        "routes.location",
                        shipped
                                ? "is not set, and the folder " + folder + " has no *.camel.yaml files in engine/"
                                : "must be a folder with *.camel.yaml files in engine/, and that one has none");
            }
        }

        /** A folder or file that is there and cannot be read: Camel would take it for one that is not there. */
        private static Optional<Path> unreadable(Path folder) {
            for (String owner : List.of("engine", "reports", "yours")) {
                // Not the links to nothing that editors make.
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
                } catch (IOException notThere) {
                    // Which may be fine, or is told in another way.
                }
            }
            return Optional.empty();
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

        private List<String> reports() {
            return List.of(checked(
                            "zoom.reports",
                            text -> text.matches("[a-z0-9-]+(\\s*,\\s*[a-z0-9-]+)*"),
                            "names of reports, separated by commas, or all")
                    .split("\\s*,\\s*"));
        }

        private ZoneId timeZone() {
            String value = value("zoom.time-zone");
            // Region ids only: Quartz silently treats an offset such as +02:00 as UTC.
            if (ZoneId.getAvailableZoneIds().contains(value)) {
                return ZoneId.of(value);
            } else {
                problem("zoom.time-zone", "must be a time zone such as UTC or Europe/Paris");
                return ZoneId.of("UTC");
            }
        }

        /** The access token and the client secret go there: never in the clear over a network. */
        private void checkAddress(String property, boolean plainHttp) {
            String value = value(property);
            URI uri;
            try {
                uri = new URI(value);
            } catch (URISyntaxException e) {
                uri = URI.create("");
            }
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            if (!scheme.matches("https?") || uri.getHost() == null || uri.getUserInfo() != null) {
                problem(property, "must be an https:// address, without user and password");
            } else if (scheme.equals("http") && !LOOPBACK.matcher(uri.getHost()).matches() && !plainHttp) {
                problem(
                        property,
                        "is plain http://, and its host is another machine: secrets would travel in the clear. Use"
                                + " https://, or set " + named("zoom.allow-plain-http") + " to true for a sandbox");
            }
        }
    }
}
