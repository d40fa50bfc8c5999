package io.zoomhosts;

import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.RecordedRun;
import io.zoomhosts.kafka.RunsReader;
import io.zoomhosts.kafka.TransactionProducers;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the ledger. It needs Kafka and nothing else, and changes nothing. */
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what became of the windows: the newest run of each, from the topic of runs.",
            "Needs Kafka only. Where zoom.account-id is set, only the runs of that account are shown.",
            "Exit status 1: the topic could not be read, or not to its end."
        })
final class RunsCommand implements Callable<Integer> {

    /** With an open transaction, which is about to end, or was left open by a process that died. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(names = "--all", description = "Every run, oldest first.")
    private boolean all;

    @Option(names = "--json", description = "For programs: an object per line, the event as it is in the topic.")
    private boolean json;

    @Override
    public Integer call() {
        return print(Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err::println);
    }

    /**
     * Reads and prints.
     *
     * @param overrides properties that win over the file; an environment variable wins over them
     * @return the exit status
     * @throws ConfigurationException if a setting cannot be used
     */
    int print(Map<String, String> overrides, PrintStream out, Consumer<String> err) {
        Main main = load(overrides);
        try (KafkaClients clients = new KafkaClients(main.getCamelContext())) {
            Settings.OfRuns settings = settings(main.getCamelContext());
            RunsReader reader = new RunsReader(clients, settings.topic(), PATIENCE);
            List<RecordedRun> found = new ArrayList<>();
            boolean toTheEnd = reader.read(Instant.EPOCH, found::add);
            ShownRuns runs = ShownRuns.of(found, settings.accountId());
            List<ShownRuns.Shown> shown = all ? runs.all() : runs.newest();
            (json ? shown.stream().map(ShownRuns.Shown::json) : RunsTable.lines(shown)).forEach(out::println);
            if (!toTheEnd) {
                Logging.tell(Level.ERROR, notToTheEnd(reader.topic()), err);
                return ZoomHosts.FAILED;
            }
            if (shown.isEmpty()) {
                Logging.tell(Level.INFO, none(reader.topic(), settings.accountId()), err);
            }
            return ZoomHosts.OK;
        } finally {
            main.stop();
        }
    }

    /** As much of Camel as knows the settings of its Kafka component: no routes. */
    private static Main load(Map<String, String> overrides) {
        Main main = new Main(ZoomHosts.class);
        main.configure().setBasePackageScanEnabled(false);
        main.addOverrideProperty("camel.main.routes-include-pattern", "false");
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.metrics.enabled", "false");
        main.bind("kafkaClientFactory", new TransactionProducers());
        KafkaVariables.settings(System.getenv()).forEach(main::addOverrideProperty);
        overrides.forEach(main::addOverrideProperty);
        try {
            main.init();
            return main;
        } catch (Exception e) {
            ConfigurationException setting = ConfigurationException.in(e);
            throw setting != null
                    ? setting
                    : new ConfigurationException("the settings of Kafka cannot be used ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private static Settings.OfRuns settings(CamelContext context) {
        Function<String, String> lookup = property ->
                context.getPropertiesComponent().resolveProperty(property).orElse(null);
        Logging.write(lookup.apply("log.format"));
        Settings.OfRuns settings = Settings.readOfRuns(lookup);
        Logging.ofCommand(settings.logLevel());
        return settings;
    }

    private static String none(String topic, String accountId) {
        return "No run has been announced yet in topic " + topic
                + (accountId.isEmpty() ? "" : " for account " + accountId);
    }

    private static String notToTheEnd(String topic) {
        return "Topic " + topic + " could not be read to its end within " + PATIENCE.toSeconds()
                + " s, and newer runs may be missing above: a transaction is open in it. If a process was killed, the next"
                + " start of the service ends it, or Kafka after its transaction.timeout.ms";
    }
}
