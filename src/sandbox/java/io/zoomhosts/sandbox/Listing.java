package io.zoomhosts.sandbox;

import java.util.Arrays;

/**
 * Who is in a window's report, in order: numbers of hosts instead of rows, which are made when a page needs them.
 */
final class Listing {
    private final int[] hosts;
    private final SandboxTotals totals;

    /** @param hosts their numbers, in the order of the report; not to be changed afterwards */
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

    /** The hosts from there on, fewer than that many at the end. */
    int[] page(int offset, int size) {
        int start = Math.min(offset, hosts.length);
        return Arrays.copyOfRange(hosts, start, Math.min(hosts.length, start + size));
    }
}
