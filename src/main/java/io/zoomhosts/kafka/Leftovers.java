package io.zoomhosts.kafka;

import io.zoomhosts.account.Accounts;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Reports;
import io.zoomhosts.run.Run;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.camel.Variable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of windows that another process has, or left open: the bean {@code leftovers}. A process that is killed
 * leaves one open, and until Kafka gives it up, after {@code transaction.timeout.ms}, readers of committed records see
 * nothing that comes after it.
 */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final KafkaClients clients;
    private final Reports reports;
    private final Accounts accounts;
    private final BooleanSupplier stopping;
    private boolean aborted;

    /** @param stopping whether the process stops */
    public Leftovers(KafkaClients clients, Reports reports, Accounts accounts, BooleanSupplier stopping) {
        this.clients = clients;
        this.reports = reports;
        this.accounts = accounts;
        this.stopping = stopping;
    }

    /** Aborts, once in the life of this process, whatever an earlier one left open for its accounts and reports. */
    public synchronized void abort() throws InterruptedException {
        if (!aborted) {
            List<String> prefixes = reports.collected().stream()
                    .map(Report::topic)
                    .distinct()
                    .flatMap(topic -> accounts.all().stream().map(account -> TransactionalIds.in(topic, account)))
                    .toList();
            aborted = abort(id -> prefixes.stream().anyMatch(id::startsWith), transaction -> true);
        }
    }

    /**
     * Aborts those that hold up readers of a report's runs, whoever has them: a process that is alive ends its transaction
     * at once when it has written its run's event.
     */
    void abortIn(Report report) throws InterruptedException {
        abort(
                id -> id.startsWith(TransactionalIds.in(report.topic())),
                transaction -> transaction.topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(report.runsTopic())));
    }

    /** Whether those chosen are all aborted now. */
    private boolean abort(Predicate<String> ids, Predicate<TransactionDescription> chosen) throws InterruptedException {
        boolean all = true;
        try {
            Admin admin = clients.admin();
            ListTransactionsOptions open = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
            for (TransactionListing listed : admin.listTransactions(open).all().get()) {
                String id = listed.transactionalId();
                all &= !ids.test(id) || abort(admin, id, chosen);
            }
        } catch (ExecutionException | KafkaException e) {
            return notAborted("open transactions", e);
        }
        return all;
    }

    private static boolean abort(Admin admin, String id, Predicate<TransactionDescription> chosen)
            throws InterruptedException {
        try {
            if (chosen.test(describe(admin, id))) {
                admin.fenceProducers(List.of(id)).all().get();
                LOG.warn("Transaction {}: aborted, another process left it open. Nothing of it was published", id);
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            return notAborted("transaction " + id, e);
        }
    }

    private static boolean notAborted(String what, Exception why) {
        LOG.warn(
                "Cannot abort {}: a process that died may have left it open. Readers may wait up to"
                        + " transaction.timeout.ms ({})",
                what,
                why.getMessage());
        return false;
    }

    /**
     * Whether the run's window may be tried: one that another process took, not before the other one's transaction has
     * ended. Two that fenced each other in turns would never come to an end.
     */
    public boolean isFree(@Variable("run") Run run) throws InterruptedException {
        if (!run.isFenced() || stopping.getAsBoolean()) {
            return true;
        }
        try {
            return describe(clients.admin(), TransactionalIds.of(run)).state() != TransactionState.ONGOING;
        } catch (ExecutionException | KafkaException unknown) {
            return true;
        }
    }

    /**
     * Waits until readers can see the window. Kafka acknowledges a commit once it is decided, and tells the partitions of
     * it after that, one by one: a reader who is quick would see a part of the window for some milliseconds. Where Kafka
     * does not answer, nothing is waited for: decided it is.
     */
    public void awaitVisible(@Variable("run") Run run) throws InterruptedException {
        String id = TransactionalIds.of(run);
        try {
            clients.await(() -> describe(clients.admin(), id).state() != TransactionState.PREPARE_COMMIT);
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("Transaction {}: whether readers see it by now is not known ({})", id, e.getMessage());
        }
    }

    private static TransactionDescription describe(Admin admin, String id)
            throws ExecutionException, InterruptedException {
        return admin.describeTransactions(List.of(id)).description(id).get();
    }
}
