package io.zoomhosts.account;

import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** Time zones that users may name: regions only, because Quartz silently treats an offset such as +02:00 as UTC. */
public final class TimeZones {

    /** The rule for people. */
    public static final String RULE = "a time zone such as UTC or Europe/Paris";

    /** Java makes a new set for each call, and the files of accounts are read every few seconds. */
    private static final Set<String> REGIONS = ZoneId.getAvailableZoneIds();

    private TimeZones() {}

    /** The time zone with this id; empty if it is not a region. */
    public static Optional<ZoneId> find(String id) {
        return REGIONS.contains(id) ? Optional.of(ZoneId.of(id)) : Optional.empty();
    }
}
