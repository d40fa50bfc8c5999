package io.zoomhosts.bench;

import io.zoomhosts.account.AccountReports;
import io.zoomhosts.account.Accounts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.kafka.KafkaClients;
import io.zoomhosts.kafka.Leftovers;
import io.zoomhosts.kafka.RunsTopics;
import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.LedgerListener;
import io.zoomhosts.support.ForkedKafka;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Measures the ledger with the runs of many accounts in a year: {@code mvn -q package -DskipTests exec:exec@ledger-scale
 * -Dscale.accounts=2000}. Prints the table of {@code docs/scale.md}.
 */
final class LedgerScale {

    private static final int CLAIMS = 1000;

    private final LedgerTopic topic;
    private final int accounts;
    private final int claims;
    private final KafkaBroker kafka;
    private final Report report;
    private final Reports reports;
    private final List<String> rows = new ArrayList<>();

    LedgerScale(int accounts, int days, int claims, KafkaBroker kafka) throws Exception {
        this.accounts = accounts;
        this.claims = claims;
        this.kafka = kafka;
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setTopic("ledger-" + UUID.randomUUID());
        report = HostReport.of("hosts", declaration);
        reports = new Reports(() -> Map.of("hosts", declaration), List.of("all"));
        topic = new LedgerTopic(kafka.bootstrapServers(), report, accounts, days);
    }

    /** Arguments: {@code --accounts}, {@code --days}. */
    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> numbers =
                Map.of(arguments[0], Integer.parseInt(arguments[1]), arguments[2], Integer.parseInt(arguments[3]));
        try (ForkedKafka kafka = ForkedKafka.running(Map.of())) {
            new LedgerScale(numbers.get("--accounts"), numbers.get("--days"), CLAIMS, kafka).measure();
        }
        System.exit(0);
    }

    /** Prints the table and returns its rows. */
    List<String> measure() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "%,d accounts, both lists; %d processors, %s %s, Java %s, heap of %d MB%n%n| measure | measured |%n|---|---|%n",
                accounts,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                Runtime.getRuntime().maxMemory() >> 20);
        CamelContext context = new DefaultCamelContext();
        context.getComponent("kafka", KafkaComponent.class).getConfiguration().setBrokers(kafka.bootstrapServers());
        long begun = System.nanoTime();
        int written = topic.writeYear();
        add("runs in the topic", "%,d, written in %.0f s", written, since(begun));
        try (KafkaClients clients = new KafkaClients(context);
                RunsTopics ledger = ledger(clients)) {
            long before = heap();
            begun = System.nanoTime();
            Map<String, CompleteRun> complete = ledger.completeRuns(report, Instant.EPOCH);
            add("the first read, to the end of the topic", "%.1f s", since(begun));
            add("windows kept", "%,d", complete.size());
            add("heap that they need", "%d MB", heap() - before >> 20);
            begun = System.nanoTime();
            ledger.completeRuns(report, Instant.EPOCH);
            add("a query of the planner, with nothing new to read", "%.1f ms", since(begun) * 1000);
            claims(ledger);
        }
        return rows;
    }

    private RunsTopics ledger(KafkaClients clients) {
        Leftovers leftovers = new Leftovers(clients, new AccountReports(reports, new Accounts(List.of())), () -> false);
        return new RunsTopics(clients, leftovers, reports, LedgerListener.NONE, Clock.systemUTC());
    }

    private void claims(RunsTopics ledger) throws Exception {
        add("a claim after each of " + claims + " commits: median, p99", claims(ledger, claims));
        topic.openTransaction();
        add(
                "the same while another account's transaction is open in every partition, " + claims / 10
                        + " commits: median, p99",
                claims(ledger, claims / 10));
        topic.endTransaction();
    }

    /** Each claim is for a window that another process has just committed, or for one that has no run yet. */
    private String claims(RunsTopics ledger, int number) throws Exception {
        double[] millis = new double[number];
        for (int nth = 0; nth < number; nth++) {
            Instant trigger = Instant.now().minusSeconds(1);
            String committed = topic.commit(nth);
            boolean isCommitted = nth % 2 == 0 && !topic.isOpen();
            String claimed = isCommitted ? committed : committed.replace("/active/", "/inactive/");
            long begun = System.nanoTime();
            Optional<CompleteRun> run = ledger.completeSince(report, claimed, trigger);
            millis[nth] = since(begun) * 1000;
            if (run.isPresent() != isCommitted) {
                throw new IllegalStateException("a wrong claim of " + claimed);
            }
        }
        Arrays.sort(millis);
        return String.format(Locale.ROOT, "%.1f ms, %.1f ms", millis[number / 2], millis[number * 99 / 100]);
    }

    private static long heap() throws InterruptedException {
        for (int nth = 0; nth < 3; nth++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void add(String measure, String format, Object... values) {
        String row = "| " + measure + " | " + String.format(Locale.ROOT, format, values) + " |";
        rows.add(row);
        System.out.println(row);
    }
}
