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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine;

/** The program in this JVM with a sandbox Zoom, a real broker and its own topics. */
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
        // The schedule must not trigger during a test.
        set("zoom.schedule", "0 0 0 1 1 ? 2099");
        // Most tests depend on the order of requests.
        set("zoom.parallel-windows", "1");
        set("kafka.brokers", kafka.bootstrapServers());
        // Set directly too: KAFKA_BROKERS, which may name another cluster, would override the placeholder.
        set("camel.component.kafka.brokers", kafka.bootstrapServers());
        set("management.port", "0");
        // The shortest time that brokers allow: a killed process keeps its accounts for so long.
        set("kafka.session-timeout", "6000");
        // Services in one JVM would share the Quartz scheduler of this name.
        set("camel.main.name", topic);
    }

    public static Rig start(KafkaBroker kafka) throws IOException {
        return start(kafka, options());
    }

    public static Rig start(KafkaBroker kafka, SandboxOptions options) throws IOException {
        return new Rig(SandboxZoom.start(options), options, kafka);
    }

    /** Options of a sandbox without a noticeable rate limit. */
    public static SandboxOptions options() {
        return SandboxOptions.defaults().withRequestsPerSecond(1000);
    }

    /** Changes a setting by the name of its property. */
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

    /** The window of the last finished month for one type of hosts. */
    public static Window lastMonth(String type) {
        YearMonth month = YearMonth.from(LocalDate.now(ZoneOffset.UTC)).minusMonths(1);
        return HostReport.window(type, month.atDay(1), month.atEndOfMonth());
    }

    /** Collects windows as {@code zoom-hosts collect} does and returns their runs. */
    public List<Run> collect(Window... windows) throws Exception {
        return collect("hosts", report -> Stream.of(windows)
                .map(window -> new Window(report, window.parameters(), window.from(), window.to()))
                .toList());
    }

    /** Collects a day of a report without varied parameters. */
    public Run collect(String report, LocalDate day) throws Exception {
        return collect(report, declared -> declared.windows(day, day, Map.of())).get(0);
    }

    /**
     * Collects all windows of a report, and those with its subjects, as {@code zoom-hosts collect} does, and returns their runs.
     *
     * @param from first day; the windows follow from the report's calendar
     */
    public List<Run> collect(String report, LocalDate from, LocalDate to) throws Exception {
        return collect(report, declared -> declared.windows(from, to, declared.varied()));
    }

    private List<Run> collect(String name, Function<Report, List<Window>> windows) throws Exception {
        List<Run> ended = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void onEnd(Run run) {
                ended.add(run);
            }
        };
        Application application = Application.load(Application.Purpose.COLLECT, settings, List.of(listener));
        application.collect(
                application.accounts(), windows.apply(application.reports().get(name)));
        return ended;
    }

    /** Runs {@code zoom-hosts runs} without Zoom credentials; returns output and exit status. */
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

    /** The settings of this rig, by the names of their properties. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** The problems that {@code zoom-hosts check} finds in the routes. */
    public List<RouteProblem> check() throws Exception {
        Application application = Application.load(Application.Purpose.CHECK, settings, List.of());
        return application.checkRoutes(application.routeFiles());
    }

    /** The service, not yet started. */
    public Application service() {
        return Application.load(Application.Purpose.SERVICE, settings, List.of());
    }

    /** The licence answer with its page, not yet started. */
    public Application licences() {
        return Application.load(Application.Purpose.LICENCES, settings, List.of());
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

    /** The topic with this suffix after the name of the hosts topic. */
    public Topic topic(String suffix) {
        return new Topic(kafka.bootstrapServers(), kafka.client(), topic + suffix);
    }

    /** The key of a window's runs for the sandbox's account. */
    public static String runKey(Window window) {
        return SandboxOptions.defaults().accountId() + "/hosts/" + window.key();
    }

    /** The windows that the schedule collects today, oldest first. */
    public static List<Window> scheduled(String... types) {
        return HostReport.REPORT.scheduledOn(LocalDate.now(ZoneOffset.UTC)).stream()
                .filter(window -> List.of(types).contains(window.variant()))
                .toList();
    }

    /** Keys of the windows with a complete run that is visible to read_committed. */
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

    /** The windows that are not complete yet; after midnight, those of yesterday or of today. */
    public Set<String> missing() {
        return missing(Set.of());
    }

    /** As {@link #missing()}, without counting some runs. */
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

    /** Waits for the next second: a trigger in the same second would find the window complete. */
    public static void awaitSecondAfter(Instant complete) {
        await().until(() -> Instant.now().getEpochSecond() > complete.getEpochSecond());
    }

    /** Compares what read_committed shows with the sandbox's rows. */
    public Audit audit() {
        return Audit.of(zoom.account(), hosts(), runs());
    }

    @Override
    public void close() {
        zoom.close();
    }
}
