package io.zoomhosts.kafka;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.AccountReports;
import io.zoomhosts.report.Report;
import io.zoomhosts.run.Run;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
 * Handles window transactions that belong to another process or were left open: the bean {@code leftovers}. A killed
 * process leaves its transaction open. Readers of committed records see nothing after it until Kafka aborts it, after
 * {@code transaction.timeout.ms}.
 */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final KafkaClients clients;
    private final AccountReports collected;
    private final BooleanSupplier stopping;
    private final Set<String> done = new HashSet<>();

    /** @param stopping whether the process is shutting down */
    public Leftovers(KafkaClients clients, AccountReports collected, BooleanSupplier stopping) {
        this.clients = clients;
        this.collected = collected;
        this.stopping = stopping;
    }

    /**
     * Aborts the transactions that an earlier process, or another instance, left open for some accounts. Does this once for each
     * account, until it is {@link #forget forgotten}.
     */
    public synchronized void abort(Collection<Account> some) throws InterruptedException {
        Set<String> accounts =
                some.stream().map(Account::id).filter(id -> !done.contains(id)).collect(Collectors.toSet());
        if (!accounts.isEmpty()) {
            Set<String> topics = collected.all().stream().map(Report::topic).collect(Collectors.toSet());
            Predicate<String> ids =
                    id -> topics.stream().anyMatch(topic -> accounts.contains(TransactionalIds.accountIn(topic, id)));
            if (abort(ids, transaction -> true)) {
                done.addAll(accounts);
            }
        }
    }

    /** Forgets accounts that another instance works on from now on. */
    public synchronized void forget(Predicate<String> accounts) {
        done.removeIf(accounts);
    }

    /**
     * Aborts the transactions that block readers of a report's runs, whoever owns them: a live process commits immediately
     * after it has written its run event.
     */
    void abortIn(Report report) throws InterruptedException {
        abort(
                id -> id.startsWith(TransactionalIds.in(report.topic())),
                transaction -> transaction.topicPartitions().stream()
                        .anyMatch(partition -> partition.topic().equals(report.runsTopic())));
    }

    /** Returns whether all chosen transactions are aborted. */
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
                LOG.warn(
                        "Aborted transaction {}, left open by another process. Consumers with"
                                + " isolation.level=read_committed do not see its records. No action needed",
                        id);
            }
            return true;
        } catch (ExecutionException | KafkaException e) {
            return notAborted("transaction " + id, e);
        }
    }

    private static boolean notAborted(String what, Exception why) {
        LOG.warn(
                "Cannot abort {}, possibly left open by a process that died. Readers of committed"
                        + " records may wait up to transaction.timeout.ms: {}",
                what,
                why.getMessage());
        return false;
    }

    /**
     * Whether the run may attempt its window now. If another process fenced the run, it waits until the transaction of that
     * process has ended. Otherwise two processes could fence each other forever.
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
     * Waits until readers can see the window. Kafka acknowledges a commit when it is decided, and then marks the partitions
     * one by one, so a fast reader could see part of the window for some milliseconds. If Kafka does not answer, this does
     * not wait: the commit is already decided.
     */
    public void awaitVisible(@Variable("run") Run run) throws InterruptedException {
        String id = TransactionalIds.of(run);
        try {
            clients.await(() -> describe(clients.admin(), id).state() != TransactionState.PREPARE_COMMIT);
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("Transaction {}: cannot tell whether readers see it yet ({})", id, e.getMessage());
        }
    }

    private static TransactionDescription describe(Admin admin, String id)
            throws ExecutionException, InterruptedException {
        return admin.describeTransactions(List.of(id)).description(id).get();
    }
}
