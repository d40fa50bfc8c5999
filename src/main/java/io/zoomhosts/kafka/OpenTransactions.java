package io.zoomhosts.kafka;

import io.zoomhosts.report.Run;
import io.zoomhosts.report.Runs;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of windows that are open in Kafka, be it by this process or another: the bean {@code transactions}.
 * A process that is killed leaves one open, and until Kafka gives it up, after {@code transaction.timeout.ms}, readers of
 * committed records see nothing that comes after it.
 */
public final class OpenTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);

    private final KafkaClients clients;
    private final String prefix;
    private boolean leftoversAborted;

    /** @param prefix of the transactional ids of this account and topic */
    public OpenTransactions(KafkaClients clients, String prefix) {
        this.clients = clients;
        this.prefix = prefix;
    }

    /** Aborts, once in the life of this process, whatever an earlier one left open. */
    public synchronized void abortLeftovers() throws InterruptedException {
        leftoversAborted = leftoversAborted || abort(transaction -> true);
    }

    /** Aborts those that have records in that topic: with none of them its committed records can be read to the end. */
    void abortIn(String topic) throws InterruptedException {
        abort(transaction -> transaction.topicPartitions().stream()
                .anyMatch(partition -> partition.topic().equals(topic)));
    }

    /** Whether those chosen are all aborted now. */
    private boolean abort(Predicate<TransactionDescription> chosen) throws InterruptedException {
        boolean all = true;
        try {
            Admin admin = clients.admin();
            ListTransactionsOptions open = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
            for (TransactionListing listed : admin.listTransactions(open).all().get()) {
                String id = listed.transactionalId();
                all &= !id.startsWith(prefix) || abort(admin, id, chosen);
            }
        } catch (ExecutionException | KafkaException e) {
            return notAborted("Transactions", e);
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
            return notAborted("Transaction " + id, e);
        }
    }

    private static boolean notAborted(String what, Exception why) {
        LOG.warn(
                "{}: left open by another process, it may be, and not to be aborted; readers may have to wait for up to"
                        + " transaction.timeout.ms ({})",
                what,
                why.getMessage());
        return false;
    }

    /**
     * Whether the run's window may be tried: one that another process took, not before the other one's transaction has
     * ended. Two that fenced each other in turns would never come to an end.
     */
    public boolean isFree(Exchange exchange) throws InterruptedException {
        Run run = Runs.run(exchange);
        if (!run.isFenced() || exchange.getContext().isStopping()) {
            return true;
        }
        try {
            return describe(clients.admin(), run.transactionalId()).state() != TransactionState.ONGOING;
        } catch (ExecutionException | KafkaException unknown) {
            return true;
        }
    }

    /**
     * Waits until readers can see the window. Kafka acknowledges a commit once it is decided, and tells the partitions of
     * it after that, one by one: a reader who is quick would see a part of the window for some milliseconds. Where Kafka
     * does not answer, nothing is waited for: decided it is.
     */
    public void awaitVisible(Exchange exchange) throws InterruptedException {
        String id = Runs.run(exchange).transactionalId();
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
