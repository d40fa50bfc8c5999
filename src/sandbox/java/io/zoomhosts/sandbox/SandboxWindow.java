package io.zoomhosts.sandbox;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a report is about.
 *
 * @param type {@code active} or {@code inactive}
 * @param from first day, UTC
 * @param to last day, UTC
 * @param groupId only members of that group; empty for everybody
 */
record SandboxWindow(String type, LocalDate from, LocalDate to, Optional<String> groupId) {

    boolean isActive() {
        return type.equals("active");
    }

    /** A number of these dates: what differs between windows depends on it, and on neither type nor group. */
    long datesNumber() {
        return from.toEpochDay() * 1_000_003L + to.toEpochDay();
    }
}
