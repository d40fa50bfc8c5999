package io.zoomhosts.sandbox;

import java.util.Arrays;

/** The hosts of a window's report, in order: their numbers instead of rows, which are made when a page needs them. */
final class Listing {
    private final int[] hosts;
    private final SandboxTotals totals;

    /** @param hosts their numbers in the order of the report; must not be changed afterwards */
    Listing(int[] hosts, SandboxTotals totals) {
        this.hosts = hosts;
        this.totals = totals;
    }

    int size() {
        return hosts.length;
    }

    SandboxTotals totals() {
        return totals;
    }

    /** Up to {@code size} hosts from {@code offset} on. */
    int[] page(int offset, int size) {
        int start = Math.min(offset, hosts.length);
        return Arrays.copyOfRange(hosts, start, Math.min(hosts.length, start + size));
    }
}
