package io.zoomhosts;

import io.zoomhosts.kafka.Events;
import io.zoomhosts.kafka.ExactJson;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.OpenTransactions;
import io.zoomhosts.kafka.RunsTopic;
import io.zoomhosts.kafka.Topics;
import io.zoomhosts.kafka.TransactionProducers;
import io.zoomhosts.report.Planner;
import io.zoomhosts.report.Run;
import io.zoomhosts.report.RunLimits;
import io.zoomhosts.report.RunListener;
import io.zoomhosts.report.Runs;
import io.zoomhosts.report.Window;
import io.zoomhosts.routes.RouteCheck;
import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.routes.RouteReload;
import io.zoomhosts.routes.WindowGate;
import io.zoomhosts.zoom.AccessTokens;
import io.zoomhosts.zoom.Pages;
import io.zoomhosts.zoom.ReadAhead;
import io.zoomhosts.zoom.RequestRate;
import io.zoomhosts.zoom.Retries;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.PropertyBindingException;
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
    private final WindowGate gate = new WindowGate();
    private final Main main = new Main(ZoomHosts.class);
    private Settings settings;
    private KafkaClients clients;

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
        kafkaSettings(System.getenv()).forEach(application.main::addOverrideProperty);
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

    /** Says what is wrong with the routes of {@code routes.location}. */
    List<RouteProblem> checkRoutes() throws Exception {
        return checkRoutes(routeFiles());
    }

    /** The route files of {@code routes.location}. */
    List<RouteFile> routeFiles() throws Exception {
        return RouteFile.in(main.getCamelContext(), settings.routes());
    }

    /** Says what is wrong with these routes. Whoever asks has loaded the program for nothing else. */
    private List<RouteProblem> checkRoutes(List<RouteFile> files) throws Exception {
        start();
        try {
            return new RouteCheck(main.getCamelContext(), ENTRIES).problems(files);
        } finally {
            stop();
        }
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
            clients.close(); // or a stop would wait for whatever still asks Kafka
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

    /**
     * Settings of Camel's Kafka component that are given as environment variables: Camel itself leaves those of a
     * component unread, and a wanted TLS would silently not be used.
     */
    static Map<String, String> kafkaSettings(Map<String, String> environment) {
        String prefix = "CAMEL_COMPONENT_KAFKA_";
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(prefix))
                .collect(Collectors.toMap(
                        variable -> "camel.component.kafka."
                                + variable.getKey()
                                        .substring(prefix.length())
                                        .toLowerCase(Locale.ROOT)
                                        .replace('_', '-'),
                        Map.Entry::getValue));
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
        bind(context);
    }

    /** Before Camel reads the routes: what changes in between is not missed. */
    private void reloadRoutes(CamelContext context) {
        try {
            RouteReload reload = new RouteReload(context, settings.routes(), gate, this::checkBeside);
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

    @Override
    public void afterStop(BaseMainSupport stopped) {
        if (clients != null) {
            clients.close();
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

    private void bind(CamelContext context) {
        Clock clock = Clock.systemUTC();
        RunLimits limits = new RunLimits(
                settings.maxPages(),
                settings.publishMismatch(),
                settings.retryDelay(),
                settings.transactionTimeout(),
                clock);
        AccessTokens tokens =
                new AccessTokens(settings.accountId(), settings.clientId(), settings.clientSecret(), clock);
        clients = new KafkaClients(context);
        OpenTransactions transactions =
                new OpenTransactions(clients, Run.transactionalIds(settings.topic(), settings.accountId()) + "/");
        RunsTopic ledger = new RunsTopic(clients, settings.topic(), settings.accountId(), transactions);

        main.bind(
                "windows",
                context.getExecutorServiceManager().newFixedThreadPool(this, "windows", settings.parallelWindows()));
        main.bind("windowGate", gate);
        main.bind("planner", new Planner(settings.reportTypes(), settings.timeZone(), ledger, clock));
        main.bind("runs", new Runs(settings.accountId(), limits, ledger, listeners));
        main.bind("accessTokens", tokens);
        main.bind("pages", new Pages(tokens, clock));
        main.bind("requestRate", new RequestRate(settings.requestsPerSecond()));
        main.bind("readAhead", new ReadAhead(context));
        main.bind("retries", new Retries(settings.retryDelay()));
        main.bind("events", new Events());
        main.bind("topics", new Topics(clients, settings.topic(), settings.createTopics(), settings.partitions()));
        main.bind("transactions", transactions);
        main.bind("kafkaClientFactory", new TransactionProducers());
        main.bind("json", ExactJson.MAPPER);
    }

    /** The setting that failed, be it ours or Camel's; null if it was something else. */
    static ConfigurationException unusableSetting(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException configuration) {
                return configuration;
            }
            // Its message quotes values, and they may be secrets.
            if (cause instanceof PropertyBindingException binding) {
                return new ConfigurationException(
                        (binding.getOptionPrefix() == null ? "" : binding.getOptionPrefix() + ".")
                                + binding.getPropertyName() + " is not a setting, or its value cannot be used");
            }
        }
        return null;
    }

    /** What went wrong while loading, in the words of a user. */
    private ConfigurationException unusable(Exception failed) {
        ConfigurationException setting = unusableSetting(failed);
        if (setting != null) {
            return setting;
        }
        Throwable root = failed;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ConfigurationException("the routes in " + Settings.named("routes.location") + " '"
                + (settings == null ? "" : settings.routes()) + "' cannot be used: " + root.getMessage());
    }
}
