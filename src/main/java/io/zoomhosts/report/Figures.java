package io.zoomhosts.report;

/** What a window came to. */
interface Figures {

    /** Events handed to the window's transaction. */
    long hosts();

    int pages();

    /** Rows left out, because an earlier row had the same key. */
    long duplicates();

    /** Rows that cannot be events. */
    long rejected();

    /** Zoom's own. */
    Totals totals();
}
