package io.zoomhosts;

import io.zoomhosts.kafka.RecordedRun;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selects and sorts the recorded runs to print. */
record ShownRuns(List<RecordedRun> oldestFirst) {

    /** Characters that could manipulate a terminal: control characters, line separators, text direction marks. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final Comparator<RecordedRun> BY_WINDOW = Comparator.comparing(
                    (RecordedRun run) -> run.reported("name"))
            .thenComparing(run -> run.reported("from"))
            .thenComparing(run -> run.reported("to"))
            .thenComparing(RecordedRun::window)
            .thenComparing(run -> run.reported("account_id"));

    /**
     * A run to print.
     *
     * @param complete if the run failed: the newest earlier complete run of the same window whose rows are still in the
     *     topic; otherwise null
     */
    record Shown(RecordedRun run, RecordedRun complete) {

        /** The event from the topic as one line of JSON, with characters escaped that could manipulate a terminal. */
        String json() {
            // These can only occur between members: JSON escapes them in strings.
            return printable(run.value().replaceAll("[\\r\\n\\t]", " "));
        }
    }

    /** @param accountId the account whose runs to keep; empty for all accounts */
    static ShownRuns of(List<RecordedRun> found, String accountId) {
        return new ShownRuns(found.stream()
                .filter(run -> run.isComplete() || run.isFailed())
                .filter(run -> run.finishedAt() != null)
                .filter(run -> accountId.isEmpty() || run.reported("account_id").equals(accountId))
                .sorted(Comparator.comparing(RecordedRun::finishedAt))
                .toList());
    }

    List<Shown> all() {
        return oldestFirst.stream().map(run -> new Shown(run, null)).toList();
    }

    /** The newest run of each window, sorted by window. */
    List<Shown> newest() {
        Map<List<String>, Shown> newest = new LinkedHashMap<>();
        for (RecordedRun run : oldestFirst) {
            newest.merge(window(run), new Shown(run, null), ShownRuns::newer);
        }
        return newest.values().stream()
                .sorted(Comparator.comparing(Shown::run, BY_WINDOW))
                .toList();
    }

    private static List<String> window(RecordedRun run) {
        return List.of(run.reported("account_id"), run.window());
    }

    private static Shown newer(Shown earlier, Shown later) {
        if (later.run().isComplete()) {
            return later;
        }
        RecordedRun complete =
                earlier.run().isComplete() && earlier.run().hasRows() ? earlier.run() : earlier.complete();
        // Two processes with the same schedule share a run id. If one fails, the run that the other completed counts.
        return complete != null && complete.id().equals(later.run().id()) ? earlier : new Shown(later.run(), complete);
    }

    /** The text with each unprintable character escaped, for example as {@code \\u001b}. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(found -> {
            StringBuilder escaped = new StringBuilder();
            found.group().chars().forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
            return Matcher.quoteReplacement(escaped.toString());
        });
    }
}
