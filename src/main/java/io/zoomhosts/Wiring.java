package io.zoomhosts;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zoomhosts.account.Account;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.camel.LiteralBeanLanguage;
import io.zoomhosts.http.HttpClients;
import io.zoomhosts.http.Proxies;
import io.zoomhosts.kafka.ExactJson;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaDiagnosis;
import io.zoomhosts.kafka.Leftovers;
import io.zoomhosts.kafka.ReadingProgress;
import io.zoomhosts.kafka.ReportHook;
import io.zoomhosts.kafka.RowRecords;
import io.zoomhosts.kafka.RunRecord;
import io.zoomhosts.kafka.RunsTopics;
import io.zoomhosts.kafka.SubjectsReader;
import io.zoomhosts.kafka.Topics;
import io.zoomhosts.kafka.WindowKafkaComponent;
import io.zoomhosts.kafka.WindowTransaction;
import io.zoomhosts.licences.Access;
import io.zoomhosts.licences.AnswerHeaders;
import io.zoomhosts.licences.Answers;
import io.zoomhosts.licences.Exclusions;
import io.zoomhosts.licences.LicenceApi;
import io.zoomhosts.licences.LicenceDatabase;
import io.zoomhosts.licences.LicenceHealth;
import io.zoomhosts.licences.LicenceReader;
import io.zoomhosts.licences.Licences;
import io.zoomhosts.licences.Page;
import io.zoomhosts.licences.PageServer;
import io.zoomhosts.licences.WindowStore;
import io.zoomhosts.observe.AnyAgent;
import io.zoomhosts.observe.Freshness;
import io.zoomhosts.observe.FreshnessCheck;
import io.zoomhosts.observe.KafkaCheck;
import io.zoomhosts.observe.Metrics;
import io.zoomhosts.observe.NewestRuns;
import io.zoomhosts.observe.RoutesCheck;
import io.zoomhosts.observe.RunLog;
import io.zoomhosts.observe.Tracing;
import io.zoomhosts.observe.ZoomAccessCheck;
import io.zoomhosts.plan.Planner;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.routes.RejectedChange;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.routes.WindowGate;
import io.zoomhosts.run.InTime;
import io.zoomhosts.run.RunLimits;
import io.zoomhosts.run.RunListener;
import io.zoomhosts.run.RunTrace;
import io.zoomhosts.run.Runs;
import io.zoomhosts.zoom.AtRequestRate;
import io.zoomhosts.zoom.MissingScopes;
import io.zoomhosts.zoom.OneAtATime;
import io.zoomhosts.zoom.PageRequests;
import io.zoomhosts.zoom.Prefetch;
import io.zoomhosts.zoom.RequestListener;
import io.zoomhosts.zoom.RequestRetries;
import io.zoomhosts.zoom.TokenRequests;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.support.LifecycleStrategySupport;

/** Creates the beans that the routes refer to, with their dependencies. */
final class Wiring implements AutoCloseable {

    /** How many accounts have series of their own in the metrics. */
    private static final int ACCOUNTS_IN_METRICS = 50;

    private final Clock clock = Clock.systemUTC();
    private final CamelContext context;
    private final Settings settings;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Reports reports;
    private final Accounts accounts;
    private final KafkaClients clients;
    private final RunsTopics ledger;
    private final NewestRuns newest = new NewestRuns();
    private final WindowGate windowGate = new WindowGate();
    private final RejectedChange rejectedChange = new RejectedChange();
    private Planner planner;
    private volatile Supplier<Collection<Report>> collected;
    private Metrics metrics;
    private Tracing tracing;
    private LicenceDatabase licenceDatabase;
    private LicenceReader licenceReader;
    private Licences licences;
    private PageServer pageServer;

    Wiring(
            CamelContext context,
            Environment environment,
            Settings settings,
            Application.Purpose purpose,
            List<RunListener> commandListeners) {
        this.context = context;
        this.settings = settings;
        reports = new Reports(
                () -> context.getRegistry().findByTypeWithName(ReportDeclaration.class), settings.reports());
        collected = reports::collected;
        accounts = new Accounts(List.of(account()));
        clients = new KafkaClients(context);
        Leftovers leftovers = new Leftovers(clients, reports, accounts, stopping());
        ledger = new RunsTopics(clients, leftovers, reports, newest, clock);

        List<RunListener> listeners = commandListeners;
        RequestListener requests = RequestListener.NONE;
        if (purpose == Application.Purpose.SERVICE) {
            ZoomAccessCheck zoomAccess = observe();
            listeners = List.of(metrics, newest, zoomAccess);
            requests = metrics;
        }
        if (settings.tracing() && purpose.collects()) {
            tracing = tracing();
        }
        collecting(listeners, requests, leftovers, proxies(environment));
        if (purpose.isOfLicences() || purpose == Application.Purpose.CHECK) {
            licences(purpose);
        }

        // On SIGTERM the process waits until the Camel context has stopped, but not longer: close here.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopped(CamelContext stopped) {
                close();
            }
        });
    }

    /** Creates the beans of the licence answer, in the order of its route files. A check needs them, but no database. */
    private void licences(Application.Purpose purpose) {
        try {
            licenceDatabase = switch (purpose) {
                case LICENCES -> LicenceDatabase.of(settings.licences());
                case LICENCES_ONCE -> LicenceDatabase.temporary();
                default -> null;
            };
        } catch (IllegalStateException e) {
            throw new ConfigurationException(e.getMessage());
        }
        Exclusions exclusions = exclusions();
        WindowStore store = new WindowStore(settings.licences(), licenceDatabase);
        ReadingProgress progress = new ReadingProgress(clients);
        licenceReader = new LicenceReader(
                context,
                settings.licences(),
                licenceDatabase,
                store,
                new Answers(licenceDatabase, exclusions, clock),
                progress);
        licences = new Licences(licenceDatabase, clock);
        beans.put("licenceReader", licenceReader);
        ((WindowKafkaComponent) beans.get("kafka")).setKafkaClientFactory(progress);
        beans.put("windowStore", store);
        if (purpose != Application.Purpose.LICENCES_ONCE) {
            page(store, exclusions);
        }
        if (purpose == Application.Purpose.LICENCES) {
            pageServer = new PageServer();
            beans.put("vertx", pageServer.vertx());
        }
    }

    /** Creates the beans of the page, of its API and of its health. */
    private void page(WindowStore store, Exclusions exclusions) {
        try {
            beans.put("licenceAccess", Access.of(settings.licences()));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    Settings.named("licences.password-file") + " cannot be used: " + e.getMessage());
        }
        int months = settings.licences().months();
        Page page =
                new Page(licenceDatabase, licences, exclusions, licenceReader::problem, licenceReader::behind, months);
        licenceReader.prepare(page::prepare);
        beans.put("licencePage", page);
        beans.put("answerHeaders", new AnswerHeaders());
        beans.put("licenceApi", new LicenceApi(licences, licenceReader, months));
        beans.put("licenceHealth", new LicenceHealth(licences, licenceReader, store, months));
    }

    private Exclusions exclusions() {
        try {
            return new Exclusions(settings.licences().file());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(Settings.named("licences.file") + " cannot be used: " + e.getMessage()
                    + ". Without it, hosts whose licence is to be kept would be shown as idle");
        }
    }

    private Account account() {
        return new Account(
                settings.accountId(),
                new Account.Credentials(settings.clientId(), settings.clientSecret()),
                settings.timeZone(),
                settings.requestsPerSecond(),
                settings.retryDelay(),
                clock);
    }

    private BooleanSupplier stopping() {
        return () -> context.isStopping() || context.isStopped();
    }

    /** Creates health checks and metrics of the service. */
    private ZoomAccessCheck observe() {
        Freshness freshness =
                new Freshness(settings.schedule(), settings.timeZone(), settings.overdueAfter(), newest, clock);
        Function<Account, List<Report>> reportsOf = account -> reports.collected();
        context.addLifecycleStrategy(new AnyAgent());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics = new Metrics(registry, ACCOUNTS_IN_METRICS, reportsOf, newest, freshness, clock);
        metrics.register(rejectedChange);
        ZoomAccessCheck zoomAccess = new ZoomAccessCheck(accounts::all, reportsOf);
        beans.put("meterRegistry", registry);
        beans.put("zoomAccessCheck", zoomAccess);
        beans.put("kafkaCheck", new KafkaCheck(clients));
        beans.put("routesCheck", new RoutesCheck(rejectedChange));
        beans.put("freshnessCheck", new FreshnessCheck(accounts::all, reportsOf, freshness, newest));
        return zoomAccess;
    }

    private static Tracing tracing() {
        try {
            return new Tracing();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(Settings.named("tracing.enabled") + " is true, but " + e.getMessage());
        }
    }

    /** Creates the beans of the engine's routes, in the order of the route files. */
    private void collecting(
            List<RunListener> listeners, RequestListener requests, Leftovers leftovers, Proxies proxies) {
        KafkaDiagnosis kafka = new KafkaDiagnosis();
        RunLimits limits = new RunLimits(
                settings.maxPages(),
                settings.publishMismatch(),
                settings.retryDelay(),
                settings.transactionTimeout(),
                clock);
        Runs runs = new Runs(
                limits, ledger, listeners, tracing == null ? run -> RunTrace.NONE : tracing::begin, kafka, stopping());
        Topics topics =
                new Topics(clients, reports, settings.createTopics(), settings.partitions(), settings.retention());
        RowRecords rowRecords = new RowRecords(runs, topics);
        WindowTransaction transaction = new WindowTransaction(clients::producer);

        planner = new Planner(accounts, reports, ledger, kafka, clock);
        beans.put("planner", planner);
        beans.put("leftovers", leftovers);
        beans.put("windowPool", threads("window", settings.parallelWindows()));
        beans.put("windowGate", windowGate);
        beans.put("runs", runs);
        beans.put("runLog", new RunLog());
        beans.put("windowTransaction", transaction);
        beans.put("inTime", new InTime(settings.transactionTimeout(), timers("in-time")));
        beans.put("subjects", new SubjectsReader(clients, reports, ledger));
        beans.put("prefetch", new Prefetch(context, requestThreads(), settings.parallelRequests()));
        beans.put("pageRequests", new PageRequests(clock, requests));
        beans.put("requestRetries", new RequestRetries(settings.retryDelay(), requests));
        beans.put("atRequestRate", new AtRequestRate(requests));
        beans.put("oneAtATime", new OneAtATime());
        beans.put("tokenRequests", new TokenRequests(requests, new MissingScopes(() -> collected.get())));
        beans.put("httpClients", new HttpClients(proxies));
        beans.put("topics", topics);
        beans.put("rowRecords", rowRecords);
        beans.put("takeRow", (Processor) rowRecords::take);
        beans.put("reportHook", new ReportHook(context));
        beans.put("addRow", (Processor) rowRecords::add);
        beans.put("runRecord", new RunRecord());
        beans.put("kafka", new WindowKafkaComponent(transaction, reports::ownTopic));
        beans.put("json", ExactJson.MAPPER);
        beans.put("bean-language", new LiteralBeanLanguage());
    }

    private static Proxies proxies(Environment environment) {
        try {
            return new Proxies(environment::value);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    private ExecutorService threads(String name, int size) {
        return context.getExecutorServiceManager().newFixedThreadPool(this, name, size);
    }

    /** As many threads as there are requests at a time, which {@link Prefetch} limits, and pages to parse. */
    private ExecutorService requestThreads() {
        return context.getExecutorServiceManager().newCachedThreadPool(this, "request");
    }

    private ScheduledExecutorService timers(String name) {
        return context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, name);
    }

    void forEach(BiConsumer<String, Object> binding) {
        beans.forEach(binding);
    }

    /**
     * Validates the declared reports and registers their metrics. Call it once Camel has loaded the declarations.
     *
     * @throws IllegalArgumentException if a declaration is invalid
     * @throws ConfigurationException if {@code zoom.reports} names a report that is not declared
     */
    void reportsLoaded() {
        reports.all();
        undeclaredReports().stream().findFirst().ifPresent(problem -> {
            throw new ConfigurationException(problem.reason());
        });
        if (metrics != null) {
            accounts.all().forEach(metrics::register);
            timers("ledger").scheduleWithFixedDelay(() -> ledger.follow(reports.collected()), 10, 10, TimeUnit.SECONDS);
        }
    }

    /**
     * A problem if the reports do not fit together, or if {@code zoom.reports} names a report that no file declares; otherwise empty.
     */
    List<RouteProblem> undeclaredReports() {
        try {
            reports.all();
        } catch (IllegalArgumentException e) {
            return List.of(new RouteProblem("(no file)", 0, e.getMessage()));
        }
        try {
            reports.collected();
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(new RouteProblem(
                    "(no file)",
                    0,
                    Settings.named("zoom.reports") + " names a report that no file in routes/reports or routes/yours"
                            + " declares. Declared reports: " + reports.all().keySet()));
        }
    }

    /** Names the reports that this process collects, if they are not those of the schedule. */
    void collectOnly(Collection<Report> only) {
        collected = () -> only;
    }

    Reports reports() {
        return reports;
    }

    Planner planner() {
        return planner;
    }

    List<Account> accounts() {
        return accounts.all();
    }

    KafkaClients clients() {
        return clients;
    }

    LicenceReader licenceReader() {
        return licenceReader;
    }

    Licences licences() {
        return licences;
    }

    PageServer pageServer() {
        return pageServer;
    }

    WindowGate windowGate() {
        return windowGate;
    }

    RejectedChange rejectedChange() {
        return rejectedChange;
    }

    /** Closes the clients of Kafka, which ends pending requests, and exports the last spans. Call it after all windows ended. */
    @Override
    public void close() {
        ledger.close();
        clients.close();
        if (tracing != null) {
            tracing.close();
        }
        if (pageServer != null) {
            pageServer.close();
        }
        if (licenceDatabase != null) {
            licenceDatabase.close();
        }
    }
}
