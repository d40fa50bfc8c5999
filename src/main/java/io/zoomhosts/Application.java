package io.zoomhosts;

import io.zoomhosts.report.RunListener;
import io.zoomhosts.report.Window;
import io.zoomhosts.routes.RouteCheck;
import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.routes.RouteReload;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.ExchangeBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** Camel Main, with the settings checked and the beans bound that the routes name. */
final class Application extends MainListenerSupport {

    /** What only the service needs: fires, and the HTTP server for health and metrics. */
    private static final String ROUTES_OF_THE_SERVICE = "**/schedule.camel.yaml,**/start.camel.yaml,"
            + "**/resume.camel.yaml,**/collect-due.camel.yaml,**/fire-failed.camel.yaml";

    /** The routes that Java sends to. */
    private static final List<String> ENTRIES =
            List.of("direct:prepare", "direct:sign-in", "direct:collect-windows", "direct:ask-page");

    /** What the program is started for. */
    enum Purpose {
        SERVICE,
        COLLECT,
        /** Nothing is started, and there are no routes: others are built with what is there for them. */
        CHECK
    }

    /** Beside a service that runs: not even a scheduler is to have its name. */
    private static final Map<String, String> CHECKING = Map.of(
            "camel.main.name", "zoom-hosts-check",
            "camel.main.auto-startup", "false",
            "camel.component.quartz.auto-start-scheduler", "false",
            "camel.main.source-location-enabled", "true",
            "camel.main.startup-summary-level", "Off");

    private final Purpose purpose;
    private final Map<String, String> overrides;
    private final List<RunListener> listeners;
    private final Main main = new Main(ZoomHosts.class);
    private Settings settings;
    private Beans beans;

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
    static Application load(Purpose purpose, Map<String, String> overrides, List<RunListener> listeners) {
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
        KafkaVariables.settings(System.getenv()).forEach(application.main::addOverrideProperty);
        overrides.forEach(application.main::addOverrideProperty);
        if (purpose == Purpose.CHECK) {
            CHECKING.forEach(application.main::addOverrideProperty);
        }
        try {
            application.main.init();
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
    List<RouteProblem> checkRoutes(List<RouteFile> files) throws Exception {
        start();
        try {
            return new RouteCheck(main.getCamelContext(), ENTRIES).problems(files);
        } finally {
            stop();
        }
    }

    /** The route files of {@code routes.location}. */
    List<RouteFile> routeFiles() throws Exception {
        return RouteFile.in(main.getCamelContext(), settings.routes());
    }

    /**
     * Starts the routes.
     *
     * @throws ConfigurationException if a route cannot be started
     */
    void start() throws Exception {
        try {
            main.start();
        } catch (Exception e) {
            main.stop();
            throw unusable(e);
        }
    }

    /** Stops: a window in work is given up at its next page, and nothing of it is published. */
    void stop() {
        main.stop();
    }

    boolean isStopping() {
        return main.getCamelContext().isStopping();
    }

    /**
     * Runs the service until the process is told to stop.
     *
     * @throws ConfigurationException if a route cannot be started
     */
    void serve() throws Exception {
        try {
            main.run();
        } catch (Exception e) {
            throw unusable(e);
        }
    }

    /**
     * Starts, collects the windows, and stops. How each of them ends, the listeners hear.
     *
     * @throws Exception if the collection could not begin: credentials refused, or Kafka out of reach
     */
    void collect(List<Window> windows) throws Exception {
        start();
        try (ProducerTemplate template = main.getCamelContext().createProducerTemplate()) {
            // Kafka is asked meanwhile; that credentials are refused is told at once.
            CompletableFuture<Exchange> prepared = template.asyncSend("direct:prepare", exchange(null));
            throwFailure(template.send("direct:sign-in", exchange(null)));
            throwFailure(prepared.get());
            throwFailure(template.send("direct:collect-windows", exchange(windows)));
        } finally {
            beans.close(); // or a stop would wait for whatever still asks Kafka
            stop();
        }
    }

    private Exchange exchange(Object body) {
        Exchange exchange = ExchangeBuilder.anExchange(main.getCamelContext())
                .withBody(body)
                .build();
        exchange.setVariable("fire-time", Instant.now());
        return exchange;
    }

    private static void throwFailure(Exchange done) throws Exception {
        if (done.getException() != null) {
            throw done.getException();
        }
    }

    Settings settings() {
        return settings;
    }

    /** A property, as the routes see it. */
    String property(String name) {
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
        // First, for what is wrong with the others is told in that format too.
        Logging.write(lookup.apply("log.format"));
        settings = Settings.read(lookup);
        beans = new Beans(context, settings, purpose, listeners);
        beans.forEach(main::bind);
        switch (purpose) {
            case SERVICE -> {
                Logging.ofService(settings.logLevel());
                checkManagementPort();
                if (settings.reloadRoutes()) {
                    reloadRoutes(context);
                }
            }
            case COLLECT -> {
                Logging.ofCommand(settings.logLevel());
                main.configure().setRoutesExcludePattern(ROUTES_OF_THE_SERVICE);
            }
            case CHECK -> {
                // Says what is wrong in its own way.
            }
        }
        if (purpose != Purpose.CHECK) {
            main.configure().setRoutesIncludePattern(settings.routes() + "/*" + RouteFile.SUFFIX);
        }
    }

    /** Before Camel reads the routes: what changes in between is not missed. */
    private void reloadRoutes(CamelContext context) {
        try {
            RouteReload reload = new RouteReload(context, settings.routes(), beans.windowGate(), this::checkBeside);
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
        try {
            return load(Purpose.CHECK, overrides, List.of()).checkRoutes(files);
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
                                ? rootOf(failed).getMessage()
                                : problems.stream().map(RouteProblem::toString).collect(Collectors.joining("\n"))));
    }

    private List<RouteProblem> problems() {
        try {
            return checkBeside(routeFiles());
        } catch (Exception unreadable) {
            return List.of();
        }
    }

    private static Throwable rootOf(Throwable failed) {
        return failed.getCause() == null ? failed : rootOf(failed.getCause());
    }
}
