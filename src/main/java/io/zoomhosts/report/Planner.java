package io.zoomhosts.report;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which windows a fire collects: the bean {@code planner}. What is done already is asked of the {@link Ledger}. */
public final class Planner {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final List<String> types;
    private final ZoneId zone;
    private final Ledger ledger;
    private final Clock clock;

    /**
     * @param types what is collected: {@code active}, {@code inactive} or both
     * @param zone of the windows' dates
     */
    public Planner(List<String> types, ZoneId zone, Ledger ledger, Clock clock) {
        this.types = types;
        this.zone = zone;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A fire of the schedule. */
    public Fire scheduled(@Header("scheduledFireTime") Date time) {
        return new Fire(time.toInstant(), true);
    }

    /** A fire for what is missing: when the process starts, and when a daily limit is over. */
    public Fire missing() {
        return new Fire(clock.instant(), false);
    }

    /** The windows of a fire, oldest first. */
    public List<Window> windows(Fire fire) {
        LocalDate today = LocalDate.ofInstant(fire.time(), zone);
        Map<String, CompleteRun> complete = ledger.completeRuns(Instant.EPOCH);
        List<Window> windows = Windows.scheduled(today, types).stream()
                .filter(window -> {
                    Optional<Instant> last =
                            Optional.ofNullable(complete.get(window.key())).map(CompleteRun::startedAt);
                    return fire.scheduled()
                            ? Windows.isDue(window, last, zone)
                            : Windows.isMissing(window, last, zone, fire.time());
                })
                .toList();
        LOG.info("Fire {}: {} windows to collect", Run.seconds(fire.time()), windows.size());
        return windows;
    }
}
