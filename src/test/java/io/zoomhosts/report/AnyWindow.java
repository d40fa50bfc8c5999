package io.zoomhosts.report;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Arbitrary windows of this century and arbitrary time zones. */
public final class AnyWindow {

    private AnyWindow() {}

    public static Arbitrary<Window> windows() {
        return Arbitraries.integers().between(0, 101 * 366).map(days -> {
            LocalDate to = LocalDate.of(2000, 1, 1).plusDays(days);
            return HostReport.window("inactive", to.withDayOfMonth(1), to);
        });
    }

    public static Arbitrary<ZoneId> zones() {
        return Arbitraries.of(new TreeSet<>(ZoneId.getAvailableZoneIds())).map(ZoneId::of);
    }
}
