package io.zoomhosts.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Totals;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.CompleteRun;
import io.zoomhosts.run.Counts;
import io.zoomhosts.run.LedgerListener;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The newest complete run of each window of a report that can still matter. What it keeps grows with accounts and windows, not
 * with runs:
 *
 * <ul>
 *   <li>of a {@linkplain Window#series series}, the window that ends last, because the schedule asks for no other: of the months to
 *       date, the newest one
 *   <li>every window whose newest run started in the last two days: the run may be that of a trigger that is still in work, of a
 *       commit whose answer was lost, or of {@code collect}
 *   <li>nothing of a window that ended longer ago than Zoom reports back, plus a month
 * </ul>
 *
 * <p>Everything else is dropped: a window that another one replaces at once, and what has become old when a third of what is there may
 * be. Only runs that are kept are parsed. Not thread-safe, except for {@link #complete}.
 */
final class KnownRuns implements RunsReader.Sink {

    private static final Duration LATELY = Duration.ofDays(2);

    /** So many windows are kept without looking at them. */
    static final int FEW = 1000;

    private final Report report;
    private final int monthsBack;
    private final Clock clock;
    private final LedgerListener listener;

    /** By key; the maps that readers have are never cleared. */
    private Map<String, CompleteRun> complete = new ConcurrentHashMap<>();

    /** Runs that arrived since the last {@link #settle}, by key. */
    private final Map<String, StoredRun> arrived = new HashMap<>();

    /** The key of the window that ends last, by account and series. */
    private final Map<String, String> lastOf = new HashMap<>();

    /** Windows by their own key: those of all accounts are the same. */
    private final Map<String, Window> windows = new HashMap<>();

    private int dropAt = FEW;
    private Instant allSince = Instant.MIN;

    /** @param monthsBack how far back the schedule may ask */
    KnownRuns(Report report, int monthsBack, Clock clock, LedgerListener listener) {
        this.report = report;
        this.monthsBack = monthsBack;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void anew() {
        complete = new ConcurrentHashMap<>();
        arrived.clear();
        lastOf.clear();
        dropAt = FEW;
        allSince = Instant.MIN;
    }

    @Override
    public void take(StoredRun run) {
        Window window = window(run.key());
        if (!run.hasRows() || window == null || !run.isComplete()) {
            return;
        }
        Instant lately = clock.instant().minus(LATELY);
        String series = series(run.key(), window);
        String last = lastOf.get(series);
        if (last == null || !window.to().isBefore(window(last).to())) {
            lastOf.put(series, run.key());
            if (last != null && !last.equals(run.key())) {
                dropUnlessNew(last, lately);
            }
        } else if (isOld(run, lately)) {
            dropped(lately);
            return;
        }
        StoredRun before = arrived.put(run.key(), run);
        if (before != null) {
            parse(before);
        }
        if (arrived.size() + complete.size() > dropAt) {
            drop();
        }
    }

    /** Parses what has arrived. */
    void settle() {
        arrived.values().forEach(this::parse);
        arrived.clear();
    }

    /** The newest complete run of each window, as a view. Thread-safe. */
    Map<String, CompleteRun> complete() {
        return Collections.unmodifiableMap(complete);
    }

    /** Whether all runs that started at this instant or later are here, of those that were received. */
    boolean hasAllSince(Instant since) {
        return !since.isBefore(allSince);
    }

    /** The window of a run's key; null if the record is not one of this report's runs. */
    private Window window(String key) {
        int account = key == null ? -1 : key.indexOf('/');
        String name = report.name() + "/";
        return account < 0 || !key.startsWith(name, account + 1)
                ? null
                : windows.computeIfAbsent(key.substring(account + 1 + name.length()), report::window);
    }

    private static String accountId(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private String series(String key, Window window) {
        return accountId(key) + "/" + window.series();
    }

    /** Drops what has become old. */
    private void drop() {
        Instant now = clock.instant();
        Instant lately = now.minus(LATELY);
        LocalDate oldest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusMonths(monthsBack + 1L);
        for (String key : Stream.concat(complete.keySet().stream(), arrived.keySet().stream())
                .toList()) {
            Window window = window(key);
            if (!key.equals(lastOf.get(series(key, window))) || window.to().isBefore(oldest)) {
                dropUnlessNew(key, lately);
            }
        }
        lastOf.values().removeIf(key -> !complete.containsKey(key) && !arrived.containsKey(key));
        windows.clear();
        int kept = arrived.size() + complete.size();
        dropAt = kept + Math.max(FEW, kept / 2);
    }

    private void dropUnlessNew(String key, Instant lately) {
        StoredRun unparsed = arrived.get(key);
        CompleteRun parsed = complete.get(key);
        if ((unparsed == null || isOld(unparsed, lately))
                && (parsed == null || parsed.startedAt().isBefore(lately))) {
            complete.remove(key);
            arrived.remove(key);
            dropped(lately);
        }
    }

    private static boolean isOld(StoredRun run, Instant lately) {
        return run.writtenAt().isBefore(lately.minus(RunsReader.CLOCKS_DIFFER));
    }

    private void dropped(Instant lately) {
        allSince = lately.isAfter(allSince) ? lately : allSince;
    }

    private void parse(StoredRun stored) {
        stored.parse().filter(RecordedRun::isComplete).ifPresent(recorded -> {
            try {
                CompleteRun run = run(recorded.event());
                complete.merge(
                        recorded.key(), run, (one, other) -> one.startedAt().isAfter(other.startedAt()) ? one : other);
                listener.complete(accountId(recorded.key()), window(recorded.key()), run.startedAt());
            } catch (DateTimeException notARun) {
                // Another program's record. It is ignored, so the window is collected.
            }
        });
    }

    private CompleteRun run(JsonNode event) {
        Map<String, Long> totals = new HashMap<>();
        event.properties().forEach(member -> {
            if (member.getValue().isNumber()) {
                totals.put(member.getKey(), member.getValue().longValue());
            }
        });
        return new CompleteRun(
                event.path("run_id").asText(),
                Instant.parse(event.path("started_at").asText()),
                event.path("settled").asBoolean(),
                new Counts(
                        event.path("rows").asLong(),
                        event.path("filtered").asLong(),
                        event.path("pages").asInt(),
                        event.path("duplicates").asLong(),
                        event.path("rejected").asLong(),
                        Totals.of(report, totals),
                        event.path("subjects").asInt(),
                        event.path("without_report").asInt()));
    }
}
