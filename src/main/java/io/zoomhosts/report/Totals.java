package io.zoomhosts.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Zoom's totals of a window, by Zoom's names; or what its rows add up to, by the same names. Null where that is not known.
 */
public final class Totals {

    private final List<String> names;
    private final Long[] values;

    private Totals(List<String> names, Long[] values) {
        this.names = names;
        this.values = values;
    }

    /** Totals of the report, none of them known. */
    static Totals unknown(Report report) {
        List<String> names = report.totals();
        return new Totals(names, new Long[names.size()]);
    }

    /** Totals of a report without rows. */
    public static Totals zero(Report report) {
        Totals zero = unknown(report);
        java.util.Arrays.fill(zero.values, 0L);
        return zero;
    }

    /** Totals with these values, by name; a name that is missing is not known. */
    public static Totals of(Report report, Map<String, Long> values) {
        Totals totals = unknown(report);
        for (int index = 0; index < totals.values.length; index++) {
            totals.values[index] = values.get(totals.names.get(index));
        }
        return totals;
    }

    /** These totals, and the older ones where these are silent: later pages may leave totals out. */
    public Totals orElse(Totals older) {
        Long[] merged = values.clone();
        for (int index = 0; index < merged.length; index++) {
            merged[index] = merged[index] == null ? older.values[index] : merged[index];
        }
        return new Totals(names, merged);
    }

    /** Adds what one row contributes: a sum is unknown from the first row on that does not say. */
    public void add(Row row) {
        for (int index = 0; index < values.length; index++) {
            Long share = row.contribution(index);
            values[index] = values[index] == null || share == null ? null : Long.valueOf(values[index] + share);
        }
    }

    /** The value of a total; null where it is not known or not a total of the report. */
    public Long get(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values[index];
    }

    /** All of them in the order of the declaration; null where one is not known. */
    public Map<String, Long> asMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int index = 0; index < values.length; index++) {
            map.put(names.get(index), values[index]);
        }
        return map;
    }

    /**
     * Where rows add up to something else than these totals: the rows' sum by the name of the total. A total that either
     * side does not know is not compared.
     */
    public Map<String, Long> differences(Totals rows) {
        Map<String, Long> differences = new LinkedHashMap<>();
        for (int index = 0; index < values.length; index++) {
            Long sum = rows.values[index];
            if (values[index] != null && sum != null && !values[index].equals(sum)) {
                differences.put(names.get(index), sum);
            }
        }
        return differences;
    }
}
