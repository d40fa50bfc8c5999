package io.zoomhosts.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.CompleteRun;
import io.zoomhosts.report.Ledger;
import io.zoomhosts.report.Totals;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The ledger is the topic of runs: read to its end at every question, committed records only. An open transaction in the
 * way is waited for, as it may be about to say that a window is complete. Runs whose hosts went with a topic that was
 * deleted do not count.
 */
public final class RunsTopic implements Ledger {

    private final RunsReader reader;
    private final String accountId;
    private final OpenTransactions transactions;

    /**
     * @param hostsTopic of the events; the runs are in {@code <hostsTopic>.runs}
     * @param accountId whose runs count: several accounts may share the topic
     */
    public RunsTopic(KafkaClients clients, String hostsTopic, String accountId, OpenTransactions transactions) {
        this(clients, hostsTopic, accountId, transactions, KafkaClients.PATIENCE);
    }

    /** @param patience with an open transaction, before it is aborted */
    RunsTopic(
            KafkaClients clients,
            String hostsTopic,
            String accountId,
            OpenTransactions transactions,
            Duration patience) {
        this.reader = new RunsReader(clients, hostsTopic, patience);
        this.accountId = accountId;
        this.transactions = transactions;
    }

    /** @throws KafkaUnavailableException if the topic cannot be read to its end */
    @Override
    public Map<String, CompleteRun> completeRuns(Instant since) {
        Map<String, CompleteRun> complete = new HashMap<>();
        if (!reader.read(since, run -> note(run, complete))) {
            // A live process ends its transaction at once when it has written its run event.
            abortOpen();
            if (!reader.read(since, run -> note(run, complete))) {
                throw KafkaUnavailableException.blocked(reader.topic());
            }
        }
        return complete;
    }

    private void abortOpen() {
        try {
            transactions.abortIn(reader.topic());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KafkaUnavailableException.of(e);
        }
    }

    private void note(RecordedRun recorded, Map<String, CompleteRun> complete) {
        if (!recorded.isComplete()
                || !recorded.hasHosts()
                || !recorded.reported("account_id").equals(accountId)) {
            return;
        }
        try {
            complete.merge(
                    recorded.key(),
                    run(recorded.event()),
                    (one, other) -> one.startedAt().isAfter(other.startedAt()) ? one : other);
        } catch (DateTimeException notARun) {
            // Somebody else's record: the window is collected.
        }
    }

    private static CompleteRun run(JsonNode event) {
        return new CompleteRun(
                event.path("run_id").asText(),
                Instant.parse(event.path("started_at").asText()),
                event.path("hosts").asLong(),
                event.path("pages").asInt(),
                event.path("duplicates").asLong(),
                event.path("rejected").asLong(),
                new Totals(
                        number(event, "total_records"),
                        number(event, "total_meetings"),
                        number(event, "total_participants"),
                        number(event, "total_meeting_minutes")));
    }

    private static Long number(JsonNode event, String member) {
        return event.path(member).isNumber() ? event.path(member).longValue() : null;
    }
}
