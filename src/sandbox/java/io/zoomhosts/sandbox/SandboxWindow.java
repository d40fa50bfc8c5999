package io.zoomhosts.sandbox;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The window of a report.
 *
 * @param type {@code active} or {@code inactive}
 * @param from first day, UTC
 * @param to last day, UTC
 * @param groupId only members of this group; empty for all hosts
 */
record SandboxWindow(String type, LocalDate from, LocalDate to, Optional<String> groupId) {

    boolean isActive() {
        return type.equals("active");
    }

    /** A number derived from the dates alone: data of a window does not depend on type or group. */
    long datesNumber() {
        return from.toEpochDay() * 1_000_003L + to.toEpochDay();
    }
}
