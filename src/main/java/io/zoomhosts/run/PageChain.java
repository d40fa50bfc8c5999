package io.zoomhosts.run;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.Row;
import io.zoomhosts.report.Totals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The pages of a window, or of one of its subjects, from the first page to the one without a token. Not thread-safe. */
final class PageChain {

    private final Report report;
    private final int maxPages;
    private final Set<String> tokens = new HashSet<>();

    /** Rows that are published once all pages have arrived: their keys depend on one another. */
    private final List<Row> held = new ArrayList<>();

    private Totals totals;
    private int pages;
    private long arrived;
    private long rejected;
    private long duplicates;

    PageChain(Report report, int maxPages) {
        this.report = report;
        this.maxPages = maxPages;
        this.totals = Totals.of(report, Map.of());
    }

    /** @throws RunException if the page repeats a token, or the pages are too many */
    void accept(Page page) {
        pages++;
        String token = page.nextPageToken();
        if (token != null && !tokens.add(token)) {
            throw new RunException(
                    Failure.PAGE_TOKEN_REPEATED,
                    "Zoom repeated a page token (page " + pages + about(page.request())
                            + "), so the pages would never end. If this persists, report it to Zoom's support");
        }
        if (token != null && pages >= maxPages) {
            throw new RunException(
                    Failure.TOO_MANY_PAGES,
                    "the window has more than " + pages + " pages" + about(page.request())
                            + ". If that many are expected, raise zoom.max-pages (ZOOM_MAX_PAGES)");
        }
        totals = page.totals().orElse(totals);
    }

    Totals totals() {
        return totals;
    }

    /** Counts rows that arrived, and duplicates that were skipped. */
    void arrived(List<Row> rows, long skipped) {
        arrived += rows.size();
        rejected += rows.stream().filter(row -> row.reject() != null).count();
        duplicates += skipped;
    }

    /** Whether the number of rows differs from Zoom's total. False if Zoom reports no total. */
    boolean isMismatch() {
        Long total = report.total() == null ? null : totals.get(report.total());
        return total != null && total != arrived;
    }

    void hold(List<Row> rows) {
        held.addAll(rows);
    }

    /**
     * Releases the rows that were held. Those of the same hash are numbered in the order of their bytes, so that a second collection
     * gives them the same numbers, whatever the order of the pages.
     */
    List<Row> release() {
        Map<String, List<Row>> sameHash = new HashMap<>();
        held.stream().filter(row -> row.reject() == null).forEach(row -> sameHash.computeIfAbsent(
                        row.key(), any -> new ArrayList<>())
                .add(row));
        List<Row> numbered = new ArrayList<>(
                held.stream().filter(row -> row.reject() != null).toList());
        for (List<Row> rows : sameHash.values()) {
            rows.sort(Comparator.comparing(Row::bytes, Arrays::compareUnsigned));
            for (int index = 0; index < rows.size(); index++) {
                numbered.add(rows.get(index).numbered(index + 1));
            }
        }
        held.clear();
        return numbered;
    }

    /** Text for messages; empty in a report without subjects. */
    private static String about(PageRequest request) {
        return request.subject() == null ? "" : " for subject " + request.subject();
    }

    /** The message for {@link #isMismatch}. */
    String mismatchMessage(PageRequest request) {
        return "Zoom's " + report.total() + " is " + totals.get(report.total())
                + about(request) + ", but " + arrived + " rows arrived (" + rejected + " of them rejected, "
                + duplicates
                + " duplicates skipped). Usually the report changed while it was read, and a retry succeeds. If this persists, ask Zoom's support, or set zoom.on-mismatch (ZOOM_ON_MISMATCH) to publish";
    }
}
