package io.zoomhosts.storm;

import io.zoomhosts.storm.Anomaly.Kind;
import io.zoomhosts.storm.Read.Event;
import io.zoomhosts.storm.Read.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks a history of reads against the promises: every read fits an order of whole windows, each of them once and with the rows
 * that Zoom has. The reads of all consumers together are the truth about what is in the topics: each consumer must have seen
 * exactly that.
 *
 * <p>Transactions of different windows may interleave in a partition. Those of one window may not: whoever takes a window ends the
 * transaction before.
 */
final class Checker {

    /** How many offsets around an anomaly it shows. */
    private static final int AROUND = 2;

    private final List<Row> allRows;
    private final List<Event> allEvents;
    private final Set<String> readers;
    private final Function<String, Map<String, String>> zoom;
    private final List<Anomaly> anomalies = new ArrayList<>();

    /** The first read of each offset, by partition. */
    private final Map<Integer, NavigableMap<Long, Row>> rows = new TreeMap<>();

    private final Map<Integer, NavigableMap<Long, Event>> events = new TreeMap<>();

    /**
     * @param readers the kinds of consumers, each of which must have seen everything
     * @param zoom the rows that Zoom has for a window: their digests by key
     */
    Checker(History history, Set<String> readers, Function<String, Map<String, String>> zoom) {
        this.allRows = history.rows();
        this.allEvents = history.events();
        this.readers = readers;
        this.zoom = zoom;
        allRows.forEach(row -> place(rows, row));
        allEvents.forEach(event -> place(events, event));
    }

    private static <R extends Read> void place(Map<Integer, NavigableMap<Long, R>> partitions, R read) {
        partitions.computeIfAbsent(read.partition(), any -> new TreeMap<>()).putIfAbsent(read.offset(), read);
    }

    /**
     * All anomalies.
     *
     * @param due windows that must be complete in the end, each by a run of this time or later
     */
    List<Anomaly> check(Map<String, Instant> due) {
        anomalies.clear();
        checkAgreement(allRows, rows);
        checkAgreement(allEvents, events);
        checkRuns();
        checkOrder();
        checkDue(due);
        return List.copyOf(anomalies);
    }

    /** The events of all complete runs, in no particular order. */
    List<Event> complete() {
        return events.values().stream()
                .flatMap(partition -> partition.values().stream())
                .filter(Event::isComplete)
                .toList();
    }

    /** The number of rows that consumers saw. */
    long rows() {
        return rows.values().stream().mapToLong(Map::size).sum();
    }

    private <R extends Read> void checkAgreement(List<R> reads, Map<Integer, NavigableMap<Long, R>> truth) {
        for (R read : reads) {
            R first = truth.get(read.partition()).get(read.offset());
            if (!isSame(first, read)) {
                add(Kind.DISAGREEMENT, "consumers saw different records at one offset", List.of(first, read));
            }
        }
        Map<List<Object>, List<R>> sessions = reads.stream()
                .collect(Collectors.groupingBy(
                        read -> List.of(read.reader(), read.session(), read.partition()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        sessions.values()
                .forEach(session ->
                        checkSession(session, truth.get(session.get(0).partition())));
        for (String reader : readers) {
            truth.forEach((partition, all) -> {
                Set<Long> missed = new TreeSet<>(all.keySet());
                reads.stream()
                        .filter(read -> read.reader().equals(reader) && read.partition() == partition)
                        .forEach(read -> missed.remove(read.offset()));
                if (!missed.isEmpty()) {
                    add(
                            Kind.MISSED,
                            "consumer %s never saw %d records of partition %d, the first at offset %d"
                                    .formatted(reader, missed.size(), partition, first(missed)),
                            around(all, first(missed)));
                }
            });
        }
    }

    private <R extends Read> void checkSession(List<R> session, NavigableMap<Long, R> truth) {
        for (int i = 1; i < session.size(); i++) {
            R before = session.get(i - 1);
            R read = session.get(i);
            if (read.offset() <= before.offset()) {
                add(Kind.OUT_OF_ORDER, "a consumer read an offset again or after a higher one", List.of(before, read));
            } else if (!truth.subMap(before.offset(), false, read.offset(), false)
                    .isEmpty()) {
                add(
                        Kind.MISSED,
                        "a consumer passed over records that another one saw, after offset " + before.offset(),
                        around(truth, before.offset()));
            }
        }
    }

    private static boolean isSame(Read one, Read other) {
        return one.runId().equals(other.runId())
                && one.content().equals(other.content())
                && (!(one instanceof Row row) || row.key().equals(((Row) other).key()));
    }

    private void checkRuns() {
        Map<String, List<Row>> rowsOfRuns = rows.values().stream()
                .flatMap(partition -> partition.values().stream())
                .collect(Collectors.groupingBy(Row::runId));
        Map<String, Event> complete = new HashMap<>();
        for (NavigableMap<Long, Event> partition : events.values()) {
            for (Event event : partition.values()) {
                Event before = complete.get(event.runId());
                if (event.isComplete() && before != null) {
                    add(Kind.COMPLETE_TWICE, event.runId(), List.of(before, event));
                } else if (!event.isComplete() && before != null) {
                    add(Kind.DENIED, event.runId() + " is complete and failed", List.of(before, event));
                } else if (event.isComplete()) {
                    complete.put(event.runId(), event);
                }
            }
        }
        rowsOfRuns.forEach((run, visible) -> {
            if (!complete.containsKey(run)) {
                Row row = visible.get(0);
                add(
                        Kind.UNCOMMITTED,
                        visible.size() + " rows of " + run + " are visible, and it is not complete",
                        around(rows.get(row.partition()), row.offset()));
            }
        });
        complete.forEach((run, event) -> checkRun(event, rowsOfRuns.getOrDefault(run, List.of())));
    }

    private void checkRun(Event event, List<Row> visible) {
        Map<String, String> expected = zoom.apply(event.window());
        Map<String, Row> seen = new HashMap<>();
        for (Row row : visible) {
            Row before = seen.putIfAbsent(row.key(), row);
            if (before != null) {
                add(Kind.DOUBLED, row.key() + " is twice in " + row.runId(), List.of(before, row));
            }
            if (!row.content().equals(expected.get(row.key()))) {
                add(
                        Kind.ALTERED,
                        row.key() + " of " + row.runId() + " is not a row that Zoom has",
                        around(rows.get(row.partition()), row.offset()));
            }
        }
        Set<String> lost = new TreeSet<>(expected.keySet());
        lost.removeAll(seen.keySet());
        if (!lost.isEmpty()) {
            add(
                    Kind.LOST,
                    "%d of %d rows of %s, the first %s"
                            .formatted(lost.size(), expected.size(), event.runId(), first(lost)),
                    around(events.get(event.partition()), event.offset()));
        }
        if (event.rows() != visible.size()) {
            add(
                    Kind.MISCOUNTED,
                    "%s promises %d rows, and %d are visible".formatted(event.runId(), event.rows(), visible.size()),
                    List.of(event));
        }
    }

    /** The runs of a window have an order, that of their events; their rows are in it in each partition. */
    private void checkOrder() {
        Map<String, Long> eventOf =
                complete().stream().collect(Collectors.toMap(Event::runId, Event::offset, Math::min));
        rows.values().forEach(partition -> {
            Map<String, Row> last = new HashMap<>();
            Set<String> told = new HashSet<>();
            for (Row row : partition.values()) {
                Row before = last.put(row.window(), row);
                boolean isBefore = before == null
                        || before.runId().equals(row.runId())
                        || eventOf.getOrDefault(before.runId(), Long.MIN_VALUE)
                                < eventOf.getOrDefault(row.runId(), Long.MAX_VALUE);
                if (!isBefore && told.add(row.window())) {
                    add(
                            Kind.INTERLEAVED,
                            "a row of %s comes after one of %s, which was complete later"
                                    .formatted(row.runId(), before.runId()),
                            List.of(before, row));
                }
            }
        });
    }

    private void checkDue(Map<String, Instant> due) {
        for (String window : notComplete(allEvents, due)) {
            add(
                    Kind.NOT_COMPLETE,
                    window + " has no complete run since " + due.get(window),
                    events.values().stream()
                            .flatMap(partition -> partition.values().stream())
                            .filter(event -> event.window().equals(window))
                            .toList());
        }
    }

    /**
     * The windows that no complete run of this time or later has.
     *
     * @param due windows, each with a time
     */
    static Set<String> notComplete(List<Event> events, Map<String, Instant> due) {
        Map<String, Instant> newest = new HashMap<>();
        events.stream()
                .filter(Event::isComplete)
                .forEach(event -> newest.merge(event.window(), time(event), Checker::later));
        return due.entrySet().stream()
                .filter(window ->
                        newest.getOrDefault(window.getKey(), Instant.MIN).isBefore(window.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Instant time(Event event) {
        return Instant.parse(event.runId().substring(0, event.runId().indexOf('/')));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static <R extends Read> List<R> around(NavigableMap<Long, R> partition, long offset) {
        List<R> before = partition.headMap(offset, false).descendingMap().values().stream()
                .limit(AROUND)
                .toList();
        List<R> after = partition.tailMap(offset, true).values().stream()
                .limit(AROUND + 1)
                .toList();
        List<R> around = new ArrayList<>(before);
        around.addAll(after);
        around.sort(Comparator.comparing(Read::offset));
        return around;
    }

    private static <T> T first(Collection<T> some) {
        return some.iterator().next();
    }

    private void add(Kind kind, String text, List<? extends Read> around) {
        anomalies.add(new Anomaly(kind, text, around));
    }
}
