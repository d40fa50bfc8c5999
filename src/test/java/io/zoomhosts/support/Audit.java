package io.zoomhosts.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.sandbox.SandboxAccount;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a consumer with {@code isolation.level=read_committed} sees, compared with the data of the sandbox.
 *
 * @param complete windows with a {@code complete} run, by their key
 * @param runs ids of the runs with a {@code complete} event
 * @param expected hosts that these runs must have
 * @param seen distinct ones of them that are in the topic, every field as the sandbox has it
 * @param twice records of a host in one run beyond the first
 * @param partial runs with hosts but without a {@code complete} event, or with missing or other hosts
 * @param completedTwice run ids with more than one {@code complete} event
 */
public record Audit(
        Set<String> complete,
        Set<String> runs,
        long expected,
        long seen,
        long twice,
        Set<String> partial,
        Set<String> completedTwice) {

    /** Reads both topics to their ends; while a window is being committed, the two may differ. */
    public static Audit of(SandboxAccount account, Topic hosts, Topic runs) {
        Map<String, Map<String, String>> shown = new HashMap<>();
        long twice = 0;
        for (ConsumerRecord<String, String> host : hosts.committed()) {
            String runId = AsyncApi.tree(host.value()).at("/report/run_id").textValue();
            String row = host.value().replaceFirst("(?s),\"report\":\\{[^{}]*}}$", "}");
            twice += shown.computeIfAbsent(runId, id -> new HashMap<>()).put(host.key(), row) == null ? 0 : 1;
        }
        Set<String> complete = new TreeSet<>();
        Set<String> partial = new TreeSet<>(shown.keySet());
        Set<String> runIds = new TreeSet<>();
        Set<String> completedTwice = new TreeSet<>();
        long expected = 0;
        long seen = 0;
        for (ConsumerRecord<String, String> event : runs.committed()) {
            JsonNode run = AsyncApi.tree(event.value());
            if (!run.path("status").textValue().equals("complete")) {
                continue;
            }
            String runId = run.path("run_id").textValue();
            complete.add(event.key());
            if (!runIds.add(runId)) {
                completedTwice.add(runId);
            }
            Set<String> rows = rows(account, run.path("report"));
            Set<String> arrived =
                    new HashSet<>(shown.getOrDefault(runId, Map.of()).values());
            partial.remove(runId);
            if (!arrived.equals(rows)) {
                partial.add(runId);
            }
            arrived.retainAll(rows);
            expected += rows.size();
            seen += arrived.size();
        }
        return new Audit(complete, runIds, expected, seen, twice, partial, completedTwice);
    }

    private static Set<String> rows(SandboxAccount account, JsonNode window) {
        return new HashSet<>(account.rows(
                window.path("type").textValue(),
                LocalDate.parse(window.path("from").textValue()),
                LocalDate.parse(window.path("to").textValue())));
    }

    public int completeRuns() {
        return runs.size();
    }

    public long lost() {
        return expected - seen;
    }

    /** Whether only whole windows are visible, each complete run with every host once. */
    public boolean isClean() {
        return lost() == 0 && twice == 0 && partial.isEmpty() && completedTwice.isEmpty();
    }
}
