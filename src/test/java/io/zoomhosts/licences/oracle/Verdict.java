package io.zoomhosts.licences.oracle;

import java.util.Locale;

/** A verdict, in the order of {@link HostScenario}'s letters. */
enum Verdict {
    IDLE,
    ACTIVE,
    TOO_NEW,
    UNKNOWN;

    /** As in the column {@code verdict}. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
