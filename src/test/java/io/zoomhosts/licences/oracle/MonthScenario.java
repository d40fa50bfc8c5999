package io.zoomhosts.licences.oracle;

/** How a complete month of an account was collected. */
enum MonthScenario {
    /** Each list once. */
    COLLECTED(true, true, true),
    /** A later run of each list failed: the older one stays valid. */
    FAILED_LATER(true, true, true),
    /** Each run has both events, failed and complete: complete wins. */
    FAILED_AND_COMPLETE(true, true, true),
    /** Some rows could not be events. The others allow the same conclusions. */
    WITH_REJECTS(true, true, true),
    /** Twice, the first time with the opposite of the truth. */
    TWICE(true, true, true),
    /** The same, and the older run comes later in the topic. */
    TWICE_OLDER_LAST(true, true, true),
    /** A newer run says the opposite, but some of its rows are missing: the older one stays valid. */
    NEWER_NOT_WHOLE(true, true, true),
    INACTIVE_FAILED(true, false, true),
    ACTIVE_FAILED(false, true, false),
    /** The list of active hosts lacks a page, and was published with a mismatch. */
    PAGE_MISSING(false, true, true),
    /** A user's step left rows out of the list of inactive hosts. */
    FILTERED(true, false, true),
    /** The same, in a newer run of a window that was unfiltered before: the newer run counts. */
    NEWER_FILTERED(true, false, true),
    /** A user's step left all rows out of the list of active hosts. */
    ACTIVE_FILTERED(false, true, false),
    /** Collected a day after the end of the month. */
    NOT_SETTLED(false, false, true),
    NEVER_COLLECTED(false, false, false),
    /** The list of inactive hosts has fewer rows than its event says. A row that is there twice hides it. */
    ROWS_MISSING(true, false, true),
    /** Two windows, which together are the month. In the first half nobody hosted. */
    IN_PARTS(false, false, true);

    /** Whether the list of active hosts is usable. */
    final boolean usableActive;

    /** Whether there is any complete list of active hosts, usable or not. */
    final boolean completeActive;

    private final boolean usableInactive;

    MonthScenario(boolean usableActive, boolean usableInactive, boolean completeActive) {
        this.usableActive = usableActive;
        this.usableInactive = usableInactive;
        this.completeActive = completeActive;
    }

    boolean isSettled() {
        return usableActive && usableInactive;
    }

    /** Whether there is any complete list of inactive hosts, usable or not. */
    boolean hasCompleteInactive() {
        return this != INACTIVE_FAILED && this != NEVER_COLLECTED;
    }
}
