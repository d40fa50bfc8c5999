package io.zoomhosts;

import io.zoomhosts.account.Account;
import io.zoomhosts.camel.LiteralProperties;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.WindowKafkaComponent;
import io.zoomhosts.licences.LicenceReader;
import io.zoomhosts.licences.Licences;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.routes.RouteCheck;
import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.routes.RouteReload;
import io.zoomhosts.run.DueWindow;
import io.zoomhosts.run.InTime;
import io.zoomhosts.run.RunListener;
import io.zoomhosts.run.RunView;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Camel Main with zoom-hosts' checked settings and the beans that the routes refer to. */
public final class Application extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private static final String COLLECT = "direct:collect";

    /** The file of the routes for schedule, start and retries. Only the service loads it. */
    private static final String TRIGGERS = "engine/1-triggers.camel.yaml";

    /** The file of the route that reads the topics for the licence answer. */
    private static final String READING = "licences/1-read.camel.yaml";

    /** The routes that Java code calls: {@link #collect} and {@link io.zoomhosts.zoom.Prefetch}. */
    private static final List<String> ENTRIES = List.of(COLLECT, "direct:request-page");

    /** The routes in {@code routes/yours} that the engine calls. */
    private static final List<String> HOOKS = List.of(InTime.EACH_ROW, "each-run");

    /** The members of each variable that steps in {@code routes/yours} may use. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "run",
            Stream.of(RunView.class.getMethods()).map(Method::getName).collect(Collectors.toSet()),
            "row",
            Set.of("key", "number", "subject"));

    /** What the process is for. */
    public enum Purpose {
        /** The service, with triggers and the HTTP server for health and metrics. */
        SERVICE,
        /** A single collection, then exit. */
        COLLECT,
        /** The licence answer: reads Kafka into a database and serves the page. Needs no Zoom app. */
        LICENCES,
        /** The licence answer once, from a temporary database and without the page. */
        LICENCES_ONCE,
        /** Reading reports and their runs from Kafka. Needs no Zoom app and starts no route. */
        READ,
        /** Checking route files. Loads no routes itself; {@link #checkRoutes} builds them with this program's beans. */
        CHECK;

        boolean isOfLicences() {
            return this == LICENCES || this == LICENCES_ONCE;
        }

        boolean collects() {
            return this == SERVICE || this == COLLECT;
        }
    }

    /**
     * Settings of an instance that runs nothing. It may run beside the service in the same JVM, so it has a different name:
     * Quartz finds schedulers by name.
     */
    private static final Map<String, String> NOTHING_RUNS = Map.of(
            "camel.main.name", "zoom-hosts-check",
            "camel.main.auto-startup", "false",
            "camel.component.quartz.auto-start-scheduler", "false",
            // Otherwise its end waits half a second for jobs that do not run.
            "camel.component.quartz.interrupt-jobs-on-shutdown", "true",
            "camel.main.source-location-enabled", "true",
            "camel.main.startup-summary-level", "Off");

    private final Purpose purpose;
    private final Map<String, String> overrides;
    private final List<RunListener> listeners;
    private final Environment environment = Environment.ofProcess();
    private final Main main = new Main(ZoomHosts.class) {
        @Override
        protected CamelContext createCamelContext() {
            CamelContext context = super.createCamelContext();
            context.setPropertiesComponent(new LiteralProperties(environment::property));
            return context;
        }

        /** Camel's own would parse all route files here, and then again to load them. */
        @Override
        protected void modelineRoutes(CamelContext context) throws Exception {
            for (RouteFile file : beansForSettings) {
                try {
                    PluginHelper.getRoutesLoader(context).preParseRoute(file.resource(), false);
                } catch (Exception e) {
                    if (purpose != Purpose.CHECK) { // RouteCheck names the line
                        throw e;
                    }
                }
            }
        }
    };

    /** The files with beans that settings may refer to, as in {@code #bean:name}. */
    private List<RouteFile> beansForSettings = List.of();

    private Settings settings;
    private Wiring wiring;

    private Application(Purpose purpose, Map<String, String> overrides, List<RunListener> listeners) {
        this.purpose = purpose;
        this.overrides = overrides;
        this.listeners = listeners;
    }

    /**
     * Reads the settings and loads the routes without starting them.
     *
     * @param overrides properties that override the file; environment variables override both
     * @throws ConfigurationException if a setting or a route is invalid
     */
    public static Application load(Purpose purpose, Map<String, String> overrides, List<RunListener> listeners) {
        boolean service = purpose == Purpose.SERVICE;
        if (!purpose.isOfLicences()) {
            Reports.prepare();
        }
        Application application = new Application(purpose, overrides, listeners);
        application.main.addMainListener(application);
        application.main.configure().setBasePackageScanEnabled(false);
        application.main.addOverrideProperty("camel.management.enabled", String.valueOf(service));
        application.main.addOverrideProperty("camel.metrics.enabled", String.valueOf(service));
        application.main.addOverrideProperty("camel.server.enabled", String.valueOf(purpose == Purpose.LICENCES));
        application.main.addOverrideProperty("licences.group", "zoom-hosts-licences-" + UUID.randomUUID());
        if (purpose == Purpose.LICENCES) {
            application.main.addOverrideProperty(
                    "camel.component.platform-http.header-filter-strategy", "#bean:answerHeaders");
        }
        if (service) {
            // Any setting of a component makes Camel start that component. Only the service needs Quartz.
            application.main.addOverrideProperty("camel.component.quartz.enable-jmx", "false");
        }
        if (purpose.isOfLicences()) {
            // It may run beside the service in the same JVM.
            application.main.addOverrideProperty("camel.main.name", "zoom-hosts-licences");
        }
        overrides.forEach(application.main::addOverrideProperty);
        if (!purpose.collects() && !purpose.isOfLicences()) {
            NOTHING_RUNS.forEach(application.main::addOverrideProperty);
        }
        try {
            application.main.init();
            if (purpose != Purpose.CHECK && !purpose.isOfLicences()) {
                application.wiring.reportsLoaded();
            }
            if (purpose.collects()) {
                application.checkHooks();
            }
        } catch (Exception e) {
            throw application.unusable(e);
        }
        return application;
    }

    /** Without this check, each row would wait for a missing route, and each window would fail. */
    private void checkHooks() {
        Set<String> starts = ((ModelCamelContext) main.getCamelContext())
                .getRouteDefinitions().stream()
                        .map(route -> route.getInput().getEndpointUri())
                        .map(uri -> uri.replace("://", ":").replaceFirst("\\?.*", ""))
                        .collect(Collectors.toSet());
        Stream.concat(HOOKS.stream(), reports().all().values().stream().map(Report::hook))
                .filter(hook -> hook != null && !starts.contains("direct:" + hook))
                .findFirst()
                .ifPresent(missing -> {
                    throw new IllegalArgumentException("there is no route from direct:" + missing);
                });
    }

    /**
     * Returns what is wrong with route files under the settings of this instance. Stops the instance, so call it only once.
     *
     * @throws ConfigurationException if a setting is invalid
     */
    public List<RouteProblem> checkRoutes(List<RouteFile> files) throws Exception {
        start();
        try {
            List<RouteProblem> problems = new RouteCheck(
                            main.getCamelContext(), ENTRIES, wiring::hasBean, new ReportCheck(), MEMBERS)
                    .problems(files);
            return problems.isEmpty() ? wiring.undeclaredReports() : problems;
        } finally {
            stop();
        }
    }

    /** A warning that names the engine's files that differ from this version; empty if all are unchanged. */
    static Optional<String> foreignEngine(List<RouteFile> files) throws IOException {
        List<String> foreign = RouteFile.foreignEngine(files);
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Routes in engine/ differ from those of this version of zoom-hosts (edited, or from another"
                                + " version): " + String.join(", ", foreign)
                                + ". After an upgrade, replace engine/ with the folder of the new version");
    }

    /** The route files of {@code routes.location}. */
    public List<RouteFile> routeFiles() throws Exception {
        return RouteFile.in(main.getCamelContext(), settings.routes());
    }

    /**
     * Starts the routes.
     *
     * @throws ConfigurationException if a route cannot be started
     */
    public void start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            main.stop();
            throw unusable(e);
        }
    }

    /** Stops. A window in progress is rolled back at its next page. */
    public void stop() {
        main.stop();
    }

    public boolean isStopping() {
        return main.getCamelContext().isStopping();
    }

    /**
     * Runs the service until the process receives a signal to stop.
     *
     * @throws ConfigurationException if a route cannot be started
     */
    public void serve() throws Exception {
        try {
            main.run();
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    /**
     * Starts, collects the windows for each account with the route {@code collect} in {@code engine/2-window}, and stops. Of a
     * report by subject it also collects the windows whose rows are the subjects. The listeners receive the result of each window.
     *
     * @return the number of windows
     * @throws Exception if the collection could not start: Zoom refuses the credentials, or Kafka is unreachable
     */
    public int collect(List<Account> accounts, List<Window> windows) throws Exception {
        Instant now = Instant.now();
        List<DueWindow> asked = accounts.stream()
                .flatMap(account -> windows.stream().map(window -> new DueWindow(account, window, now)))
                .toList();
        start();
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            List<List<DueWindow>> due = wiring.planner().withSubjects(asked);
            wiring.collectOnly(due.stream()
                    .flatMap(List::stream)
                    .map(window -> window.window().report())
                    .distinct()
                    .toList());
            Exchange done =
                    template.send(COLLECT, exchange -> exchange.getMessage().setBody(due));
            if (done.getException() != null) {
                // Camel wraps the exception of a step that runs in parallel with others.
                Optional<RunException> why = Causes.first(done.getException(), RunException.class);
                throw why.isPresent() ? why.get() : done.getException();
            }
            return due.stream().mapToInt(List::size).sum();
        } finally {
            wiring.close(); // otherwise stop() would wait for pending requests to Kafka
            stop();
        }
    }

    Settings settings() {
        return settings;
    }

    public Reports reports() {
        return wiring.reports();
    }

    KafkaClients clients() {
        return wiring.clients();
    }

    LicenceReader licenceReader() {
        return wiring.licences().reader();
    }

    Licences licences() {
        return wiring.licences().licences();
    }

    public List<Account> accounts() {
        return wiring.accounts();
    }

    /**
     * Reads the files of accounts, and logs what is wrong with them. Call it after {@link #checkRoutes}.
     *
     * @return whether all of them can be used
     * @throws ConfigurationException if they cannot be read
     */
    boolean checkAccounts() {
        wiring.readAccounts();
        return wiring.accountProblems().isEmpty();
    }

    /** The reports that the schedule collects of any account, as far as the files of accounts can be read. */
    List<Report> reportsOfAllAccounts() {
        return wiring.reportsOfAllAccounts();
    }

    /** What is wrong with files of accounts, by the name of the file. */
    Map<String, String> accountProblems() {
        return wiring.accountProblems();
    }

    /** The value of a property as the routes see it; empty if it is not set. */
    public String property(String name) {
        return main.getCamelContext()
                .getPropertiesComponent()
                .resolveProperty(name)
                .orElse("");
    }

    @Override
    public void beforeConfigure(BaseMainSupport configuring) {
        CamelContext context = configuring.getCamelContext();
        Function<String, String> lookup = property ->
                context.getPropertiesComponent().resolveProperty(property).orElse(null);
        // First, so that messages about the other settings use this format.
        Logging.write(lookup.apply("log.format"));
        checkPlaceholders(context.getPropertiesComponent());
        settings = Settings.read(lookup, purpose != Purpose.READ && !purpose.isOfLicences());
        wiring = new Wiring(context, environment, settings, purpose, listeners);
        wiring.forEach(main::bind);
        switch (purpose) {
            case SERVICE -> {
                Logging.ofService(settings.logLevel());
                checkPort("management", settings.managementHost(), settings.managementPort());
                if (settings.reloadRoutes()) {
                    reloadRoutes(context);
                }
            }
            case LICENCES -> {
                Logging.ofService(settings.logLevel());
                checkPort(
                        "licences",
                        settings.licences().host(),
                        settings.licences().port());
            }
            case COLLECT, READ, LICENCES_ONCE -> Logging.ofCommand(settings.logLevel());
            case CHECK -> {
                // CheckCommand and RouteReload print the problems themselves.
            }
        }
        readRoutes(context);
    }

    /** Checked before Camel resolves placeholders: its own error message would quote the value, which may be a secret. */
    private void checkPlaceholders(PropertiesComponent properties) {
        Map<String, Object> values = properties.loadPropertiesAsMap();
        String what =
                " contains {{…}}, but no setting has the name between the braces. If the braces belong to the value, as in a"
                        + " password, set the environment variable instead: its value is used literally";
        List<String> unresolved = values.keySet().stream()
                .filter(name -> !environment.has(name) && !isResolved(properties, String.valueOf(values.get(name))))
                .map(name -> Settings.named(name) + what)
                .sorted()
                .toList();
        if (!unresolved.isEmpty()) {
            throw new ConfigurationException(String.join("\n", unresolved));
        }
    }

    private static boolean isResolved(PropertiesComponent properties, String value) {
        try {
            return !value.contains("{{") && !value.contains("}}") || properties.parseUri(value) != null;
        } catch (IllegalArgumentException unresolved) {
            return false;
        }
    }

    @Override
    public void afterConfigure(BaseMainSupport configured) {
        CamelContext context = configured.getCamelContext();
        new KafkaVariables(environment).configure(context, context.getComponent("kafka", WindowKafkaComponent.class));
        if (purpose == Purpose.LICENCES) {
            guardPage(context);
        }
        wiring.clients().refusal().ifPresent(why -> {
            throw new ConfigurationException(
                    "the settings of Kafka's clients (KAFKA_CLIENT_…, camel.component.kafka.*) cannot be used: " + why);
        });
        wiring.prepare();
    }

    private void guardPage(CamelContext context) {
        try {
            // Camel calls the listener when the server listens but no route answers yet.
            context.addStartupListener((started, already) -> {
                if (!already) {
                    wiring.licences()
                            .server()
                            .guard(context.hasService(MainHttpServer.class).getRouter());
                }
            });
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    private void readRoutes(CamelContext context) {
        try {
            List<RouteFile> files = RouteFile.in(context, settings.routes());
            beansForSettings =
                    files.stream().filter(RouteFile::declaresBeansForSettings).toList();
            List<Resource> routes =
                    toLoad(files).stream().map(RouteFile::resource).toList();
            main.setRoutesCollector(new DefaultRoutesCollector() {
                @Override
                public Collection<Resource> findRouteResourcesFromDirectory(
                        CamelContext loading, String excluded, String included) {
                    return routes;
                }
            });
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    private List<RouteFile> toLoad(List<RouteFile> files) throws IOException {
        if (purpose == Purpose.CHECK) {
            return List.of();
        }
        Predicate<RouteFile> needed =
                switch (purpose) {
                    case COLLECT -> file -> !file.name().equals(TRIGGERS) && !file.isOfLicences();
                    case LICENCES -> RouteFile::isOfLicences;
                    case LICENCES_ONCE -> file -> file.name().equals(READING);
                    case READ -> RouteFile::declaresBeans;
                    default -> file -> !file.isOfLicences();
                };
        if (purpose.collects() || purpose.isOfLicences()) {
            foreignEngine(files).ifPresent(LOG::warn);
        }
        RouteFile.checkUsable(files);
        return files.stream().filter(needed).toList();
    }

    /** Called before Camel reads the routes, so that a change in between is not missed. */
    private void reloadRoutes(CamelContext context) {
        try {
            RouteReload reload = new RouteReload(
                    context,
                    settings.routes(),
                    wiring.windowGate(),
                    this::checkInSecondInstance,
                    wiring.rejectedChange());
            context.addStartupListener((started, already) -> {
                // Camel calls this again for each route that is added later.
                if (!already) {
                    reload.start();
                }
            });
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    /** Checks route files in a second instance that has the same settings. */
    private List<RouteProblem> checkInSecondInstance(List<RouteFile> files) {
        return Logging.withoutCamel(() -> check(files));
    }

    private List<RouteProblem> check(List<RouteFile> files) {
        Map<String, String> settingsOfCheck = new HashMap<>(overrides);
        if (purpose == Purpose.READ || purpose.isOfLicences()) {
            // They run without credentials, but building the routes requires them.
            CheckCommand.CREDENTIALS.forEach(credential -> settingsOfCheck.put(credential, "none"));
        }
        try {
            return load(Purpose.CHECK, settingsOfCheck, List.of()).checkRoutes(files);
        } catch (Exception e) {
            return List.of(new RouteProblem("(no file)", 0, e.getMessage()));
        }
    }

    /** Camel only logs a warning if the port is taken, and would run without its server. */
    private static void checkPort(String server, String host, int port) {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(Settings.named(server + ".port") + " " + port + " cannot be used on "
                    + Settings.named(server + ".host") + " " + host + ": " + e.getMessage());
        }
    }

    /** Turns a failure to load into a message for the user, with file and line for a broken route. */
    private ConfigurationException unusable(Exception failed) {
        ConfigurationException setting = ConfigurationException.in(failed);
        if (setting != null || purpose == Purpose.CHECK || settings == null) {
            return setting != null ? setting : new ConfigurationException(String.valueOf(failed.getMessage()));
        }
        // Camel's own message seldom names the file and line.
        List<RouteProblem> problems = problems();
        return new ConfigurationException(
                "the routes in " + Settings.named("routes.location") + " '" + settings.routes()
                        + "' cannot be used:\n"
                        + (problems.isEmpty()
                                ? Causes.root(failed).getMessage()
                                : problems.stream().map(RouteProblem::toString).collect(Collectors.joining("\n"))));
    }

    private List<RouteProblem> problems() {
        try {
            return checkInSecondInstance(routeFiles());
        } catch (Exception unreadable) {
            return List.of();
        }
    }
}
