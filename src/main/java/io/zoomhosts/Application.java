package io.zoomhosts;

import io.zoomhosts.account.Account;
import io.zoomhosts.camel.LiteralProperties;
import io.zoomhosts.failure.Causes;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.WindowKafkaComponent;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import io.zoomhosts.routes.RouteCheck;
import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.routes.RouteReload;
import io.zoomhosts.run.DueWindow;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultRoutesCollector;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.spi.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Camel Main, with the settings checked and the beans bound that the routes name. */
public final class Application extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private static final String COLLECT = "direct:collect";

    /** What only the service needs: schedule, start and retries. */
    private static final String TRIGGERS = "engine/1-triggers.camel.yaml";

    /** The routes that Java sends to: {@link #collect} and {@link io.zoomhosts.zoom.Prefetch}. */
    private static final List<String> ENTRIES = List.of(COLLECT, "direct:request-page");

    /** What steps in {@code routes/yours} may ask of the program's variables. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "run",
            Stream.of(RunView.class.getMethods()).map(Method::getName).collect(Collectors.toSet()),
            "row",
            Set.of("key", "number"));

    /** What the program is started for. */
    public enum Purpose {
        /** Triggers, and the HTTP server for health and metrics. */
        SERVICE,
        /** One collection. */
        COLLECT,
        /** No Zoom app and nothing to start: reports are read, and what Kafka has of them. */
        READ,
        /** Nothing is started, and there are no routes: others are built with what is there for them. */
        CHECK;

        boolean collects() {
            return this == SERVICE || this == COLLECT;
        }
    }

    /** Beside a service that runs: not even a scheduler may have its name. */
    private static final Map<String, String> NOTHING_RUNS = Map.of(
            "camel.main.name", "zoom-hosts-check",
            "camel.main.auto-startup", "false",
            "camel.component.quartz.auto-start-scheduler", "false",
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
    };
    private Settings settings;
    private Wiring wiring;

    private Application(Purpose purpose, Map<String, String> overrides, List<RunListener> listeners) {
        this.purpose = purpose;
        this.overrides = overrides;
        this.listeners = listeners;
    }

    /**
     * Reads the settings and loads the routes, without starting them.
     *
     * @param overrides properties that win over the file; an environment variable wins over them
     * @throws ConfigurationException if a setting or a route cannot be used
     */
    public static Application load(Purpose purpose, Map<String, String> overrides, List<RunListener> listeners) {
        boolean service = purpose == Purpose.SERVICE;
        Application application = new Application(purpose, overrides, listeners);
        application.main.addMainListener(application);
        application.main.configure().setBasePackageScanEnabled(false);
        application.main.addOverrideProperty("camel.management.enabled", String.valueOf(service));
        application.main.addOverrideProperty("camel.metrics.enabled", String.valueOf(service));
        if (service) {
            // Any setting of a component makes Camel start it: Quartz, for a collection by hand, would be for nothing.
            application.main.addOverrideProperty("camel.component.quartz.enable-jmx", "false");
        }
        overrides.forEach(application.main::addOverrideProperty);
        if (!purpose.collects()) {
            NOTHING_RUNS.forEach(application.main::addOverrideProperty);
        }
        try {
            application.main.init();
            if (purpose != Purpose.CHECK) {
                application.wiring.reportsLoaded();
            }
        } catch (Exception e) {
            throw application.unusable(e);
        }
        return application;
    }

    /**
     * Says what is wrong with routes, given the settings of this program, which is used up by that.
     *
     * @throws ConfigurationException if a setting cannot be used
     */
    public List<RouteProblem> checkRoutes(List<RouteFile> files) throws Exception {
        start();
        try {
            List<RouteProblem> problems =
                    new RouteCheck(main.getCamelContext(), ENTRIES, new ReportCheck(), MEMBERS).problems(files);
            return problems.isEmpty() ? wiring.undeclaredReports() : problems;
        } finally {
            stop();
        }
    }

    /** Says which files of the engine are not the ones of this version; nothing where all are. */
    static Optional<String> foreignEngine(List<RouteFile> files) throws IOException {
        List<String> foreign = RouteFile.foreignEngine(files);
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Routes that are not as they came with this version of zoom-hosts, so edited or of another"
                                + " version: " + String.join(", ", foreign)
                                + ". After an upgrade, take engine/ from the new version");
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

    /** Stops: a window in work is given up at its next page, and nothing of it is published. */
    public void stop() {
        main.stop();
    }

    public boolean isStopping() {
        return main.getCamelContext().isStopping();
    }

    /**
     * Runs the service until the process is told to stop.
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
     * Starts, collects the windows for each account, and stops. How each of them ends, the listeners hear. The route
     * {@code collect} in {@code engine/2-window} does it.
     *
     * @throws Exception if the collection could not begin: credentials refused, or Kafka out of reach
     */
    public void collect(List<Account> accounts, List<Window> windows) throws Exception {
        Instant now = Instant.now();
        List<DueWindow> due = accounts.stream()
                .flatMap(account -> windows.stream().map(window -> new DueWindow(account, window, now)))
                .toList();
        start();
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            Exchange done =
                    template.send(COLLECT, exchange -> exchange.getMessage().setBody(due));
            if (done.getException() != null) {
                // Camel wraps what kept one of several steps side by side from going on.
                Optional<RunException> why = Causes.first(done.getException(), RunException.class);
                throw why.isPresent() ? why.get() : done.getException();
            }
        } finally {
            wiring.close(); // or a stop would wait for whatever still asks Kafka
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

    public List<Account> accounts() {
        return wiring.accounts();
    }

    /** A property, as the routes see it. */
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
        // First: what is wrong with the others is said in that format too.
        Logging.write(lookup.apply("log.format"));
        checkPlaceholders(context.getPropertiesComponent());
        settings = Settings.read(lookup, purpose != Purpose.READ);
        wiring = new Wiring(context, environment, settings, purpose, listeners);
        wiring.forEach(main::bind);
        switch (purpose) {
            case SERVICE -> {
                Logging.ofService(settings.logLevel());
                checkManagementPort();
                if (settings.reloadRoutes()) {
                    reloadRoutes(context);
                }
            }
            case COLLECT, READ -> Logging.ofCommand(settings.logLevel());
            case CHECK -> {
                // Says what is wrong in its own way.
            }
        }
        List<Resource> routes =
                routesToLoad(context).stream().map(RouteFile::resource).toList();
        main.setRoutesCollector(new DefaultRoutesCollector() {
            @Override
            public Collection<Resource> findRouteResourcesFromDirectory(
                    CamelContext loading, String excluded, String included) {
                return routes;
            }
        });
    }

    /** Before Camel quotes a value in which it finds a placeholder. */
    private void checkPlaceholders(PropertiesComponent properties) {
        Map<String, Object> values = properties.loadPropertiesAsMap();
        String what =
                " has {{…}} in its value, and there is no setting of that name. An environment variable is taken as it is:"
                        + " for a password with braces, set that instead";
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
        wiring.clients().refusal().ifPresent(why -> {
            throw new ConfigurationException(
                    "the settings of Kafka's clients (KAFKA_CLIENT_…, camel.component.kafka.*) cannot be used: " + why);
        });
    }

    private List<RouteFile> routesToLoad(CamelContext context) {
        if (purpose == Purpose.CHECK) {
            return List.of();
        }
        try {
            Predicate<RouteFile> needed =
                    switch (purpose) {
                        case COLLECT -> file -> !file.name().equals(TRIGGERS);
                        case READ -> RouteFile::declaresBeans;
                        default -> file -> true;
                    };
            List<RouteFile> files = RouteFile.in(context, settings.routes());
            if (purpose.collects()) {
                foreignEngine(files).ifPresent(LOG::warn);
            }
            RouteFile.checkUsable(files);
            return files.stream().filter(needed).toList();
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    /** Before Camel reads the routes: what changes in between is not missed. */
    private void reloadRoutes(CamelContext context) {
        try {
            RouteReload reload = new RouteReload(
                    context, settings.routes(), wiring.windowGate(), this::checkBeside, wiring.rejectedChange());
            context.addStartupListener((started, already) -> {
                // Heard again for each route that is added.
                if (!already) {
                    reload.start();
                }
            });
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    /** Checks routes with the settings of this program, in one of their own. */
    private List<RouteProblem> checkBeside(List<RouteFile> files) {
        return Logging.withoutCamel(() -> check(files));
    }

    private List<RouteProblem> check(List<RouteFile> files) {
        Map<String, String> settingsOfCheck = new HashMap<>(overrides);
        if (purpose == Purpose.READ) {
            // It needs no Zoom app, but routes are built with one.
            CheckCommand.CREDENTIALS.forEach(credential -> settingsOfCheck.put(credential, "none"));
        }
        try {
            return load(Purpose.CHECK, settingsOfCheck, List.of()).checkRoutes(files);
        } catch (Exception e) {
            return List.of(new RouteProblem("(no file)", 0, e.getMessage()));
        }
    }

    /** Camel only warns, and would run without health and metrics. */
    private void checkManagementPort() {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(settings.managementHost(), settings.managementPort()));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(Settings.named("management.port") + " " + settings.managementPort()
                    + " cannot be used on " + Settings.named("management.host") + " " + settings.managementHost() + ": "
                    + e.getMessage());
        }
    }

    /** What went wrong while loading, in the words of a user. */
    private ConfigurationException unusable(Exception failed) {
        ConfigurationException setting = ConfigurationException.in(failed);
        if (setting != null || purpose == Purpose.CHECK || settings == null) {
            return setting != null ? setting : new ConfigurationException(String.valueOf(failed.getMessage()));
        }
        // Camel's own message seldom says where.
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
            return checkBeside(routeFiles());
        } catch (Exception unreadable) {
            return List.of();
        }
    }
}
