package io.zoomhosts;

import io.zoomhosts.ShownRuns.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The windows that matter when there are more than fit on a screen: of each report, account and variant the newest ones, and the
 * newest of those that are not complete. The others are counted.
 *
 * @param shown what to print, in the order of the windows
 * @param more a line for each report with windows that are not shown
 */
record RunsDigest(List<Shown> shown, List<String> more) {

    /** As many windows are shown in any case. */
    private static final int SCREEN = 24;

    private static final int NEWEST = 2;
    private static final int NOT_COMPLETE = 5;

    private static final Comparator<Shown> NEWEST_FIRST = Comparator.comparing(
                    (Shown each) -> each.run().reported("to"))
            .thenComparing(each -> each.run().reported("from"))
            .reversed();

    /** @param newest the newest run of each window, sorted */
    static RunsDigest of(List<Shown> newest) {
        if (newest.size() <= SCREEN) {
            return new RunsDigest(newest, List.of());
        }
        Map<String, List<Shown>> series = newest.stream()
                .collect(Collectors.groupingBy(RunsDigest::series, LinkedHashMap::new, Collectors.toList()));
        Set<Shown> kept = new HashSet<>();
        Set<Shown> open = new HashSet<>();
        series.values().forEach(windows -> {
            List<Shown> sorted = windows.stream().sorted(NEWEST_FIRST).toList();
            List<Shown> notComplete =
                    sorted.stream().filter(each -> isOpen(each, sorted)).toList();
            open.addAll(notComplete);
            sorted.stream().limit(NEWEST).forEach(kept::add);
            notComplete.stream().limit(NOT_COMPLETE).forEach(kept::add);
        });
        List<Shown> hidden =
                newest.stream().filter(each -> !kept.contains(each)).toList();
        return new RunsDigest(newest.stream().filter(kept::contains).toList(), more(hidden, open));
    }

    private static String series(Shown each) {
        String days = each.run().reported("from") + " to " + each.run().reported("to");
        return each.run().reported("account_id") + " " + each.run().window().replace(days, "");
    }

    /** Whether the window is not complete, and no later one that overlaps is: the month to date of the next day, for example. */
    private static boolean isOpen(Shown each, List<Shown> series) {
        String to = each.run().reported("to");
        return !isComplete(each)
                && series.stream()
                        .filter(RunsDigest::isComplete)
                        .noneMatch(other -> other.run().reported("to").compareTo(to) > 0
                                && other.run().reported("from").compareTo(to) <= 0);
    }

    private static boolean isComplete(Shown each) {
        return each.run().isComplete() && each.run().hasRows();
    }

    private static List<String> more(List<Shown> hidden, Set<Shown> open) {
        Map<String, List<Shown>> byReport = hidden.stream()
                .collect(Collectors.groupingBy(each -> each.run().reported("name"), TreeMap::new, Collectors.toList()));
        List<String> more = new ArrayList<>();
        byReport.forEach((report, windows) -> {
            long notComplete = windows.stream().filter(open::contains).count();
            String name = ShownRuns.printable(report);
            more.add(name + ": " + (notComplete == 0 ? "" : notComplete + " more windows are not complete, ")
                    + (windows.size() - notComplete) + " more are complete or replaced by a later one. Each window:"
                    + " bin/zoom-hosts runs --report " + name);
        });
        return more;
    }
}
