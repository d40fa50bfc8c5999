package io.zoomhosts.sandbox;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The hosts of the sandbox's account and their usage in any window: a pure function of seed, numbers of hosts and window,
 * so a request gets the same rows on every machine. Each window has exactly the configured numbers of active and inactive
 * hosts. Thread-safe, and cheap for 1,000,000 hosts, since rows are made page by page.
 *
 * <p>Each place of the account has a {@link Story}. A window shows the host at the place as it is in the month of the window's
 * first day; stories follow the calendar, so what a month shows never changes. An account has no stories unless more than a
 * fifth of its hosts are active and more than a fifth are inactive: its lists could not keep both their numbers and the
 * stories.
 *
 * <p>The two rows of Zoom's published sample are among them, word for word in every window: the first is always active, the
 * second always inactive.
 */
public final class SandboxAccount {
    private static final int KEPT_LISTINGS = 32;
    private static final List<String> GROUPS =
            List.of("TaVA8QKik_1233", "9GmyU-HCTHaTPQZPmzTUqw", "fl3+/Zq7QYqQ0Bq2xq1yGg==", "hSnsKdy-Sr-3KlBS6KMGbA");
    private static final long SPREAD = 1_000_000;
    private static final long RARE = 2 * SPREAD;
    private static final long MOST_ACTIVE = 0;
    private static final long MOST_IDLE = 8 * SPREAD;

    private final SeededRandom dice;
    private final int active;
    private final int size;
    private final boolean hasStories;
    private final int rowBytes;
    private final int sampleActive;
    private final int sampleInactive;
    private final Map<SandboxWindow, Listing> listings = new LinkedHashMap<>();

    SandboxAccount(long seed, int activeHosts, int idleHosts) {
        this(seed, activeHosts, idleHosts, 0);
    }

    /** @param rowBytes minimum width of the rows, except those of the published sample */
    SandboxAccount(long seed, int activeHosts, int idleHosts, int rowBytes) {
        this.dice = new SeededRandom(seed);
        this.active = activeHosts;
        this.size = Math.addExact(activeHosts, idleHosts);
        // One more than a fifth: Zoom's sample has one host that is always active and one that is always inactive.
        this.hasStories = Math.min(activeHosts, idleHosts) > size / 5;
        this.rowBytes = rowBytes;
        this.sampleActive = activeHosts > 0 ? 0 : -1;
        this.sampleInactive = idleHosts > 0 ? sampleActive + 1 : -1;
    }

    /**
     * All rows of a report in the order of its pages, as the JSON text that is served.
     *
     * @param type {@code active} or {@code inactive}
     * @param from first day, as echoed in the answer
     * @param to last day, as echoed in the answer
     */
    public List<String> rows(String type, LocalDate from, LocalDate to) {
        return rows(new SandboxWindow(type, from, to, Optional.empty()), 0, size);
    }

    /** As {@link #rows(String, LocalDate, LocalDate)}, for the members of one of the {@link #groups()}. */
    public List<String> rows(String type, LocalDate from, LocalDate to, String groupId) {
        return rows(new SandboxWindow(type, from, to, Optional.of(groupId)), 0, size);
    }

    /** The sums over {@link #rows(String, LocalDate, LocalDate)}. */
    public SandboxTotals totals(String type, LocalDate from, LocalDate to) {
        return listing(new SandboxWindow(type, from, to, Optional.empty())).totals();
    }

    /** Ids of the account's groups. A host is a member of one of them or of none; any other group is empty. */
    public List<String> groups() {
        return GROUPS;
    }

    List<String> rows(SandboxWindow window, int offset, int pageSize) {
        return Arrays.stream(listing(window).page(offset, pageSize))
                .mapToObj(host -> row(host, window))
                .toList();
    }

    Listing listing(SandboxWindow window) {
        synchronized (listings) {
            Listing known = listings.remove(window);
            Listing listing = known == null ? counted(window) : known;
            listings.put(window, listing);
            if (listings.size() > KEPT_LISTINGS) {
                listings.remove(listings.keySet().iterator().next()); // least recently used
            }
            return listing;
        }
    }

    private String row(int place, SandboxWindow window) {
        if (place == sampleActive) {
            return HostRow.SAMPLE_ACTIVE;
        }
        if (place == sampleInactive) {
            return HostRow.SAMPLE_INACTIVE;
        }
        return HostRow.of(listed(place, window), window, usage(place, window), rowBytes);
    }

    private Usage usage(int place, SandboxWindow window) {
        if (!window.isActive()) {
            return Usage.NONE;
        }
        return place == sampleActive
                ? new Usage(1, 5, 5)
                : Usage.of(listed(place, window).dice(), window);
    }

    /** The host that the report shows for a place: for an empty one, the host before it, which is in both lists. */
    private Host listed(int place, SandboxWindow window) {
        Host host = host(place, window);
        return host.isYetToCome() ? host(place - 1, window) : host;
    }

    private Host host(int place, SandboxWindow window) {
        return Host.at(place, size, hasStories ? Story.at(place) : Story.STEADY, window.from(), dice);
    }

    private Listing counted(SandboxWindow window) {
        int[] hosts = members(window);
        long meetings = 0;
        long participants = 0;
        long minutes = 0;
        for (int host : hosts) {
            Usage usage = usage(host, window);
            meetings += usage.meetings();
            participants += usage.participants();
            minutes += usage.meetingMinutes();
        }
        return new Listing(hosts, new SandboxTotals(hosts.length, meetings, participants, minutes));
    }

    /** Ranks the places by how busy their hosts are in these dates; the first ones are active. */
    private int[] members(SandboxWindow window) {
        long[] ranked = IntStream.range(0, size)
                .mapToLong(place -> idleness(place, window) * Integer.MAX_VALUE + place)
                .sorted()
                .toArray();
        int start = window.isActive() ? 0 : active;
        int end = window.isActive() ? active : size;
        return Arrays.stream(ranked, start, end)
                .mapToInt(rank -> (int) (rank % Integer.MAX_VALUE))
                .filter(place -> window.groupId().isEmpty() || window.groupId().equals(group(place, window)))
                .sorted()
                .toArray();
    }

    private long idleness(int place, SandboxWindow window) {
        if (place == sampleActive) {
            return MOST_ACTIVE;
        }
        if (place == sampleInactive) {
            return MOST_IDLE;
        }
        Host host = host(place, window);
        return switch (host.hosting()) {
            case SURELY -> MOST_ACTIVE;
            case BY_HABIT -> habit(host, window) + (hasStories && host.isInDepartmentThatRarelyHosts() ? RARE : 0);
            case RARELY -> habit(host, window) + RARE;
            case NOT_AT_ALL -> MOST_IDLE;
        };
    }

    /** Three parts habit, two parts chance, so most hosts stay active or inactive from month to month. */
    private static long habit(Host host, SandboxWindow window) {
        int habit = host.dice().below((int) SPREAD, 30);
        int chance = host.dice().about(window.datesNumber()).below((int) SPREAD, 31);
        return 1 + 3L * habit + 2L * chance;
    }

    private Optional<String> group(int place, SandboxWindow window) {
        int group = listed(place, window).dice().below(GROUPS.size() + 1, 32);
        return group < GROUPS.size() ? Optional.of(GROUPS.get(group)) : Optional.empty();
    }
}
