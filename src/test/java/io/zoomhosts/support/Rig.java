package io.zoomhosts.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.Application;
import io.zoomhosts.Environment;
import io.zoomhosts.RunsCommand;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Window;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.run.Run;
import io.zoomhosts.run.RunListener;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine;

/** The program in this JVM, between a sandbox Zoom and a real broker, with topics of its own. */
public final class Rig implements AutoCloseable {

    private final SandboxZoom zoom;
    private final KafkaBroker kafka;
    private String topic = "zoom.hosts." + UUID.randomUUID();
    private final LocalDate startedOn = LocalDate.now(ZoneOffset.UTC);
    private final Map<String, String> settings = new HashMap<>();

    private Rig(SandboxZoom zoom, SandboxOptions options, KafkaBroker kafka) {
        this.zoom = zoom;
        this.kafka = kafka;
        set("zoom.account-id", options.accountId());
        set("zoom.client-id", options.clientId());
        set("zoom.client-secret", options.clientSecret());
        set("zoom.api-url", zoom.apiUrl().toString());
        set("zoom.oauth-url", zoom.oauthUrl().toString());
        set("zoom.hosts-topic", topic);
        set("zoom.retry-delay", "20");
        set("zoom.requests-per-second", "500");
        // Not by the clock in the middle of a test.
        set("zoom.schedule", "0 0 0 1 1 ? 2099");
        // Most tests script what happens by the order of the requests.
        set("zoom.parallel-windows", "1");
        set("kafka.brokers", kafka.bootstrapServers());
        // Not only by its placeholder: there KAFKA_BROKERS, which may name another cluster, would win.
        set("camel.component.kafka.brokers", kafka.bootstrapServers());
        set("management.port", "0");
        // Services of one JVM share a scheduler of the same name.
        set("camel.main.name", topic);
    }

    public static Rig start(KafkaBroker kafka) throws IOException {
        return start(kafka, options());
    }

    public static Rig start(KafkaBroker kafka, SandboxOptions options) throws IOException {
        return new Rig(SandboxZoom.start(options), options, kafka);
    }

    /** A sandbox that sets no limit of its own. */
    public static SandboxOptions options() {
        return SandboxOptions.defaults().withRequestsPerSecond(1000);
    }

    /** Gives a setting another value, by the name of its property. */
    public Rig set(String property, String value) {
        settings.put(property, value);
        return this;
    }

    /** Uses the topics of another rig. */
    public void publishTo(Rig other) {
        topic = other.topic;
        set("zoom.hosts-topic", topic);
    }

    public SandboxZoom zoom() {
        return zoom;
    }

    /** The last month that is over, for one type of hosts. */
    public static Window lastMonth(String type) {
        YearMonth month = YearMonth.from(LocalDate.now(ZoneOffset.UTC)).minusMonths(1);
        return HostReport.window(type, month.atDay(1), month.atEndOfMonth());
    }

    /** Collects windows as {@code zoom-hosts collect} does, and says how their runs ended. */
    public List<Run> collect(Window... windows) throws Exception {
        List<Run> ended = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void onEnd(Run run) {
                ended.add(run);
            }
        };
        Application application = Application.load(Application.Purpose.COLLECT, settings, List.of(listener));
        Report report = application.reports().get("hosts");
        application.collect(
                application.accounts(),
                Stream.of(windows)
                        .map(window -> new Window(report, window.parameters(), window.from(), window.to()))
                        .toList());
        return ended;
    }

    /** {@code zoom-hosts runs}, which gets no Zoom app: what it says, and how it ends. */
    public Launcher.Ended printRuns(String... arguments) {
        RunsCommand command = new RunsCommand();
        new CommandLine(command).parseArgs(arguments);
        Map<String, String> without = new HashMap<>(settings);
        without.putAll(Map.of("zoom.client-id", "", "zoom.client-secret", ""));
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        StringBuilder stderr = new StringBuilder();
        int status = command.print(without, new PrintStream(stdout, true, StandardCharsets.UTF_8), stderr::append);
        return new Launcher.Ended(status, stdout.toString(StandardCharsets.UTF_8), stderr.toString());
    }

    /** The distribution, with the settings of this rig as environment variables. */
    public Launcher launcher() {
        Launcher launcher = new Launcher();
        settings.forEach((property, value) -> {
            if (!property.startsWith("camel.")) {
                launcher.set(Environment.variable(property), value);
            }
        });
        return launcher;
    }

    /** What {@code zoom-hosts check} finds wrong with the routes. */
    public List<RouteProblem> check() throws Exception {
        Application application = Application.load(Application.Purpose.CHECK, settings, List.of());
        return application.checkRoutes(application.routeFiles());
    }

    /** The service, not yet started. */
    public Application service() {
        return Application.load(Application.Purpose.SERVICE, settings, List.of());
    }

    public Topic hosts() {
        return topic("");
    }

    public Topic runs() {
        return topic(".runs");
    }

    public Topic dlq() {
        return topic(".dlq");
    }

    /** Another topic beside that of the hosts: the end of its name. */
    public Topic topic(String suffix) {
        return new Topic(kafka.bootstrapServers(), kafka.client(), topic + suffix);
    }

    /** The key of a window's runs, of the sandbox's own account. */
    public static String runKey(Window window) {
        return SandboxOptions.defaults().accountId() + "/hosts/" + window.key();
    }

    /** What the schedule collects today, oldest first. */
    public static List<Window> scheduled(String... types) {
        return HostReport.REPORT.scheduledOn(LocalDate.now(ZoneOffset.UTC)).stream()
                .filter(window -> List.of(types).contains(window.variant()))
                .toList();
    }

    /** The windows with a complete run that read_committed shows by now, by the key of their runs. */
    public Set<String> complete() {
        return complete(Set.of());
    }

    private Set<String> complete(Set<String> butRuns) {
        return runs().committed().stream()
                .filter(record -> {
                    JsonNode run = AsyncApi.tree(record.value());
                    return run.path("status").textValue().equals("complete")
                            && !butRuns.contains(run.path("run_id").textValue());
                })
                .map(ConsumerRecord::key)
                .collect(Collectors.toSet());
    }

    /** The windows that a service still has to collect; past midnight, those of yesterday or those of today. */
    public Set<String> missing() {
        return missing(Set.of());
    }

    /** As {@link #missing()}, where some runs do not count. */
    public Set<String> missing(Set<String> butRuns) {
        Set<String> complete = complete(butRuns);
        return Stream.of(LocalDate.now(ZoneOffset.UTC), startedOn)
                .map(today -> missing(today, complete))
                .min(Comparator.comparing(Set::size))
                .orElseThrow();
    }

    private Set<String> missing(LocalDate today, Set<String> complete) {
        String types = settings.getOrDefault("zoom.report-types", "active,inactive");
        return HostReport.REPORT.scheduledOn(today).stream()
                .filter(window -> List.of(types.split(",")).contains(window.variant()))
                .map(Rig::runKey)
                .filter(window -> !complete.contains(window))
                .collect(Collectors.toSet());
    }

    /** A trigger of the same second would find the window complete. */
    public static void awaitSecondAfter(Instant complete) {
        await().until(() -> Instant.now().getEpochSecond() > complete.getEpochSecond());
    }

    /** What read_committed shows by now, held against the sandbox's own rows. */
    public Audit audit() {
        return Audit.of(zoom.account(), hosts(), runs());
    }

    @Override
    public void close() {
        zoom.close();
    }
}
