package io.zoomhosts;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zoomhosts.account.Account;
import io.zoomhosts.account.AccountFiles;
import io.zoomhosts.account.AccountOwner;
import io.zoomhosts.account.AccountReload;
import io.zoomhosts.account.AccountReports;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.account.DeclaredAccount;
import io.zoomhosts.camel.LiteralBeanLanguage;
import io.zoomhosts.http.HttpClients;
import io.zoomhosts.http.Proxies;
import io.zoomhosts.instances.Ownership;
import io.zoomhosts.kafka.ExactJson;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.KafkaDiagnosis;
import io.zoomhosts.kafka.Leftovers;
import io.zoomhosts.kafka.ReportHook;
import io.zoomhosts.kafka.RowRecords;
import io.zoomhosts.kafka.RowSteps;
import io.zoomhosts.kafka.RunRecord;
import io.zoomhosts.kafka.RunsTopics;
import io.zoomhosts.kafka.SubjectsReader;
import io.zoomhosts.kafka.Topics;
import io.zoomhosts.kafka.WindowKafkaComponent;
import io.zoomhosts.kafka.WindowTransaction;
import io.zoomhosts.observe.AccountFilesCheck;
import io.zoomhosts.observe.AnyAgent;
import io.zoomhosts.observe.Freshness;
import io.zoomhosts.observe.FreshnessCheck;
import io.zoomhosts.observe.InstancesCheck;
import io.zoomhosts.observe.KafkaCheck;
import io.zoomhosts.observe.Metrics;
import io.zoomhosts.observe.NewestRuns;
import io.zoomhosts.observe.RoutesCheck;
import io.zoomhosts.observe.RunLog;
import io.zoomhosts.observe.Tracing;
import io.zoomhosts.observe.ZoomAccessCheck;
import io.zoomhosts.plan.Planner;
import io.zoomhosts.plan.WindowQueue;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.LifecycleStrategySupport;

/** Creates the beans that the routes refer to, with their dependencies. */
final class Wiring implements AutoCloseable {

    /** The longest time that a window may take to end before its account is handed over. */
    private static final Duration HAND_OVER = Duration.ofSeconds(5);

    private final Clock clock = Clock.systemUTC();
    private final CamelContext context;
    private final Settings settings;
    private final boolean collects;
    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Reports reports;
    private final Accounts accounts;
    private final KafkaClients clients;
    private final RunsTopics ledger;
    private final NewestRuns newest = new NewestRuns();
    private final WindowGate windowGate = new WindowGate();
    private final RejectedChange rejectedChange = new RejectedChange();
    private final WindowQueue windows;
    private Planner planner;
    private final AccountReports collected;
    private Ownership ownership;
    private AccountReload accountReload;
    private volatile Function<Account, Collection<Report>> collectedNow;
    private Metrics metrics;
    private Tracing tracing;
    private LicenceWiring licences;

    Wiring(
            CamelContext context,
            Environment environment,
            Settings settings,
            Application.Purpose purpose,
            List<RunListener> commandListeners) {
        this.context = context;
        this.settings = settings;
        this.collects = purpose.collects();
        reports = new Reports(
                () -> context.getRegistry().findByTypeWithName(ReportDeclaration.class),
                settings.account().reports());
        accounts = new Accounts(settings.accounts() == null ? List.of(account(settings.account())) : List.of());
        collected = new AccountReports(reports, accounts);
        collectedNow = collected::of;
        clients = new KafkaClients(context);
        Leftovers leftovers = new Leftovers(clients, collected, stopping());
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
        windows = new WindowQueue(
                context,
                threads("window", settings.parallelWindows()),
                settings.parallelWindows(),
                settings::parallelWindows,
                windowGate,
                stopping());
        AccountOwner owner = AccountOwner.OF_ALL;
        if (purpose == Application.Purpose.SERVICE) {
            ownership = ownership(leftovers);
            owner = ownership;
            beans.put("instancesCheck", new InstancesCheck(ownership::status, accounts::all, owner::owns));
            beans.put("accountFilesCheck", new AccountFilesCheck(accounts::all, this::accountProblems));
        }
        collecting(listeners, requests, leftovers, owner, proxies(environment));
        if (purpose.isOfLicences() || purpose == Application.Purpose.CHECK) {
            licences = new LicenceWiring(context, settings.licences(), clients, purpose, clock, beans);
        }

        // On SIGTERM the process waits until the Camel context has stopped, but not longer: close here.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarted(CamelContext started) {
                if (ownership != null) {
                    begin();
                }
            }

            @Override
            public void onContextStopped(CamelContext stopped) {
                close();
            }
        });
    }

    private Account account(DeclaredAccount declared) {
        return new Account(declared, settings.retryDelay(), clock);
    }

    private BooleanSupplier stopping() {
        return () -> context.isStopping() || context.isStopped();
    }

    /** The instances with which this one shares the accounts. */
    private Ownership ownership(Leftovers leftovers) {
        Ownership.Listener listener = new Ownership.Listener() {
            @Override
            public void gained(Predicate<String> gained) {
                planner.gained(gained);
                wake();
            }

            @Override
            public void revoked(Predicate<String> revoked) {
                end(revoked, HAND_OVER);
                accounts.awaitQuiet(revoked);
            }

            @Override
            public void leaving() {
                accounts.awaitQuiet(any -> true);
            }

            @Override
            public void lost(Predicate<String> lost) {
                end(lost, Duration.ZERO);
            }

            private void end(Predicate<String> some, Duration patience) {
                leftovers.forget(some);
                windows.drop(some, patience);
            }
        };
        return new Ownership(
                clients,
                settings.instancesTopic(),
                settings.instancesGroup(),
                settings.sessionTimeout(),
                settings.createTopics(),
                listener);
    }

    /** Creates health checks and metrics of the service. */
    private ZoomAccessCheck observe() {
        Freshness freshness =
                new Freshness(settings.schedule(), settings.account().zone(), settings.overdueAfter(), newest, clock);
        context.addLifecycleStrategy(new AnyAgent());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        metrics = new Metrics(registry, settings.metricsAccounts(), collected::of, newest, freshness, clock);
        metrics.register(rejectedChange);
        metrics.registerUnusableFiles(() -> accountProblems().size());
        ZoomAccessCheck zoomAccess = new ZoomAccessCheck(accounts::all, collected::of);
        beans.put("meterRegistry", registry);
        beans.put("zoomAccessCheck", zoomAccess);
        beans.put("kafkaCheck", new KafkaCheck(clients));
        beans.put("routesCheck", new RoutesCheck(rejectedChange));
        beans.put("freshnessCheck", new FreshnessCheck(accounts::all, collected::of, freshness, newest));
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
            List<RunListener> listeners,
            RequestListener requests,
            Leftovers leftovers,
            AccountOwner owner,
            Proxies proxies) {
        KafkaDiagnosis kafka = new KafkaDiagnosis();
        RunLimits limits = new RunLimits(
                settings.maxPages(),
                settings.publishMismatch(),
                settings.retryDelay(),
                settings.transactionTimeout(),
                clock);
        Runs runs = new Runs(
                limits,
                ledger,
                listeners,
                tracing == null ? run -> RunTrace.NONE : tracing::begin,
                kafka,
                owner,
                stopping());
        Topics topics =
                new Topics(clients, collected, settings.createTopics(), settings.partitions(), settings.retention());
        RowSteps rowSteps = new RowSteps(context);
        RowRecords rowRecords = new RowRecords(runs, topics, rowSteps);
        WindowTransaction transaction = new WindowTransaction(clients::producer);

        planner = new Planner(
                accounts,
                reports,
                ledger,
                account -> owner.owns(account.id()) && !windows.isBusy(account),
                settings.accounts() == null ? Duration.ZERO : settings.scheduleSpread(),
                kafka,
                clock);
        beans.put("planner", planner);
        beans.put("ownership", owner);
        beans.put("leftovers", leftovers);
        beans.put("windowQueue", windows);
        beans.put("runs", runs);
        beans.put("runLog", new RunLog());
        beans.put("windowTransaction", transaction);
        beans.put("inTime", new InTime(settings.transactionTimeout(), timers("in-time")));
        beans.put("subjects", new SubjectsReader(clients, reports, ledger));
        beans.put("prefetch", new Prefetch(context, requestThreads(), Settings.MAX_PARALLEL_REQUESTS));
        beans.put("pageRequests", new PageRequests(clock, requests));
        beans.put("requestRetries", new RequestRetries(settings.retryDelay(), requests));
        beans.put("atRequestRate", new AtRequestRate(requests));
        beans.put("oneAtATime", new OneAtATime());
        beans.put(
                "tokenRequests",
                new TokenRequests(requests, new MissingScopes(account -> collectedNow.apply(account))));
        beans.put("httpClients", new HttpClients(proxies));
        beans.put("topics", topics);
        beans.put("rowRecords", rowRecords);
        beans.put("rowSteps", rowSteps);
        beans.put("passesEachRow", RowSteps.passEachRow());
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

    /** Whether the routes refer to a bean of the program by this name. */
    boolean hasBean(String name) {
        return beans.containsKey(name);
    }

    /**
     * Validates the declared reports, reads the accounts, and registers metrics. Call it once Camel has loaded the declarations.
     *
     * @throws IllegalArgumentException if a declaration is invalid
     * @throws ConfigurationException if {@code zoom.reports} names a report that is not declared, or the accounts cannot be read
     */
    void reportsLoaded() {
        reports.all();
        undeclaredReports().stream().findFirst().ifPresent(problem -> {
            throw new ConfigurationException(problem.reason());
        });
        if (collects) {
            readAccounts();
        }
        if (metrics != null) {
            accounts.all().forEach(metrics::register);
            timers("ledger").scheduleWithFixedDelay(() -> ledger.follow(collected.all()), 0, 10, TimeUnit.SECONDS);
        }
    }

    /** Reads the files of accounts, if there are any. */
    void readAccounts() {
        if (settings.accounts() == null) {
            return;
        }
        accountReload = new AccountReload(accountFiles(), settings.accounts(), accounts, this::account);
        try {
            accountReload.read();
        } catch (IOException e) {
            throw new ConfigurationException(
                    Settings.named("zoom.accounts") + " cannot be read: '" + settings.accounts()
                            + "' must be a properties file, or a folder of them, that the user of this process can read ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private AccountFiles accountFiles() {
        return new AccountFiles(
                settings.accounts(),
                settings.account(),
                address -> Settings.addressProblem(address, settings.allowPlainHttp()),
                reports::isKnown);
    }

    /**
     * The reports of {@code zoom.reports}, and those that only files of accounts name. Whoever looks at runs may lack the permission to
     * read these files, which contain secrets: then the former.
     */
    List<Report> reportsOfAllAccounts() {
        Set<Report> all = new LinkedHashSet<>(reports.collected());
        if (settings.accounts() != null) {
            try {
                accountFiles()
                        .read()
                        .accounts()
                        .values()
                        .forEach(account -> all.addAll(reports.named(account.reports())));
            } catch (IOException notReadable) {
                return reports.collected();
            }
        }
        return List.copyOf(all);
    }

    /** Connects to the instances that share the accounts, while Camel starts. Call it once Camel is configured. */
    void prepare() {
        if (ownership != null) {
            ownership.prepare();
        }
    }

    /** Begins to share accounts with other instances, and to apply changes to the files of accounts. */
    private void begin() {
        ownership.start();
        if (accountReload != null) {
            accountReload.start(timers("accounts"), this::accountsChanged);
        }
    }

    private void accountsChanged(Accounts.Change change) {
        change.removed().forEach(metrics::forget);
        planner.removed(change.removed());
        windows.drop(
                id -> change.removed().stream().anyMatch(account -> account.id().equals(id)), Duration.ZERO);
        change.news().forEach(metrics::register);
        planner.begin(change.news());
        wake();
    }

    /** Wakes the route plan. Without it, the route due would within a second. */
    private void wake() {
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.send("direct:wake", exchange -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with files of accounts. */
    Map<String, String> accountProblems() {
        return accountReload == null ? Map.of() : accountReload.problems();
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
        collectedNow = account -> only;
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

    LicenceWiring licences() {
        return licences;
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
        if (ownership != null) {
            ownership.close();
        }
        clients.close(); // before the ledger, whose reads may wait for an answer
        ledger.close();
        if (tracing != null) {
            tracing.close();
        }
        if (licences != null) {
            licences.close();
        }
    }
}
