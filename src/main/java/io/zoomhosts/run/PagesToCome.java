package io.zoomhosts.run;

import io.zoomhosts.report.Page;
import io.zoomhosts.report.PageRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** The pages of a window that are not requested yet, or have not arrived. Not thread-safe. */
final class PagesToCome {

    /** The first pages that are not requested yet: of the window, or of its subjects. Null until the subjects are known. */
    private Iterator<PageRequest> first;

    /** Pages after a first page. They are requested before the first page of another subject: their tokens expire. */
    private final Deque<PageRequest> next = new ArrayDeque<>();

    private int chains;
    private int ended;
    private int requested;

    /** Sets the first pages: that of the window, or those of its subjects. */
    void begin(List<PageRequest> firstPages) {
        first = firstPages.iterator();
        chains = firstPages.size();
    }

    /** Takes the next page to request; null if the next one is not known before another page arrives, or there is none. */
    PageRequest take() {
        PageRequest taken = !next.isEmpty() ? next.remove() : first != null && first.hasNext() ? first.next() : null;
        requested += taken == null ? 0 : 1;
        return taken;
    }

    /** Records that a page arrived. */
    void arrived(Page page) {
        if (page.nextPageToken() == null) {
            ended++;
        } else {
            next.add(page.request().next(page.nextPageToken()));
        }
    }

    /** Whether a page has not arrived yet. */
    boolean areMissing() {
        return first == null || ended < chains;
    }

    /** Whether a page that is known has not arrived yet. */
    boolean areExpected() {
        return ended < chains;
    }

    /** The number of chains of pages: 1, or that of the subjects. */
    int chains() {
        return chains;
    }

    /** The number of chains of which all pages have arrived. */
    int ended() {
        return ended;
    }

    /** The number of pages requested so far. */
    int requested() {
        return requested;
    }
}
