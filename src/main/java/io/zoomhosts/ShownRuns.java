package io.zoomhosts;

import io.zoomhosts.kafka.RecordedRun;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the recorded runs are shown, and in which order. */
record ShownRuns(List<RecordedRun> oldestFirst) {

    /** Line ends that are hidden in a word, colours of a terminal, letters that turn the direction of what follows. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final Comparator<RecordedRun> BY_WINDOW = Comparator.comparing(
                    (RecordedRun run) -> run.reported("name"))
            .thenComparing(run -> run.reported("from"))
            .thenComparing(run -> run.reported("to"))
            .thenComparing(RecordedRun::window)
            .thenComparing(run -> run.reported("account_id"));

    /**
     * A run that is shown.
     *
     * @param complete the newest complete run of the same window before it, if it failed and that one's rows are there;
     *     otherwise null
     */
    record Shown(RecordedRun run, RecordedRun complete) {

        /** The event as it is in the topic, on one line, with nothing in it that a terminal would act on. */
        String json() {
            // Between the members of an object; inside of a string they are escaped.
            return printable(run.value().replaceAll("[\\r\\n\\t]", " "));
        }
    }

    /** @param accountId whose runs; empty for those of all accounts */
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

    /** The newest run of each window, by window. */
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
        // Of two processes with the same schedule one may fail: what the other one completed holds.
        return complete != null && complete.id().equals(later.run().id()) ? earlier : new Shown(later.run(), complete);
    }

    /** The text with what is no letter for the eye written as {@code \\u001b}. */
    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll(found -> {
            StringBuilder escaped = new StringBuilder();
            found.group().chars().forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
            return Matcher.quoteReplacement(escaped.toString());
        });
    }
}
