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
 * hosts. Some hosts are idle in most windows, as in real accounts. Thread-safe, and cheap for 100,000 hosts, since rows are
 * made page by page.
 *
 * <p>The two rows of Zoom's published sample are among them, word for word in every window: the first is always active, the
 * second always inactive.
 */
public final class SandboxAccount {
    private static final int KEPT_LISTINGS = 32;
    private static final List<String> GROUPS =
            List.of("TaVA8QKik_1233", "9GmyU-HCTHaTPQZPmzTUqw", "fl3+/Zq7QYqQ0Bq2xq1yGg==", "hSnsKdy-Sr-3KlBS6KMGbA");
    private static final long SPREAD = 1_000_000;

    private final SeededRandom dice;
    private final int active;
    private final int size;
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

    private String row(int host, SandboxWindow window) {
        if (host == sampleActive) {
            return HostRow.SAMPLE_ACTIVE;
        }
        if (host == sampleInactive) {
            return HostRow.SAMPLE_INACTIVE;
        }
        return HostRow.of(dice.about(host), host, window, usage(host, window), rowBytes);
    }

    private Usage usage(int host, SandboxWindow window) {
        if (!window.isActive()) {
            return Usage.NONE;
        }
        return host == sampleActive ? new Usage(1, 5, 5) : Usage.of(dice.about(host), window);
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

    /** Ranks the hosts by how busy they are in these dates; the first ones are active. */
    private int[] members(SandboxWindow window) {
        long[] ranked = IntStream.range(0, size)
                .mapToLong(host -> idleness(host, window) * Integer.MAX_VALUE + host)
                .sorted()
                .toArray();
        int start = window.isActive() ? 0 : active;
        int end = window.isActive() ? active : size;
        return Arrays.stream(ranked, start, end)
                .mapToInt(rank -> (int) (rank % Integer.MAX_VALUE))
                .filter(host -> window.groupId().isEmpty() || window.groupId().equals(group(host)))
                .sorted()
                .toArray();
    }

    /** Three parts habit, two parts chance, so most hosts stay active or inactive from month to month. */
    private long idleness(int host, SandboxWindow window) {
        if (host == sampleActive) {
            return 0;
        }
        if (host == sampleInactive) {
            return 6 * SPREAD;
        }
        SeededRandom of = dice.about(host);
        int habit = of.below((int) SPREAD, 30);
        int chance = of.about(window.datesNumber()).below((int) SPREAD, 31);
        return 1 + 3L * habit + 2L * chance;
    }

    private Optional<String> group(int host) {
        int group = dice.about(host).below(GROUPS.size() + 1, 32);
        return group < GROUPS.size() ? Optional.of(GROUPS.get(group)) : Optional.empty();
    }
}
