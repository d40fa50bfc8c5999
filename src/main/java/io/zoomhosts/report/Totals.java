package io.zoomhosts.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Totals of a window by Zoom's names: either Zoom's own totals, or the sums of its rows. An unknown value is null.
 */
public final class Totals {

    private final List<String> names;
    private final Long[] values;

    private Totals(List<String> names, Long[] values) {
        this.names = names;
        this.values = values;
    }

    /** Totals of the report with no known value. */
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

    /** Totals with the given values by name; missing names are unknown. */
    public static Totals of(Report report, Map<String, Long> values) {
        Totals totals = unknown(report);
        for (int index = 0; index < totals.values.length; index++) {
            totals.values[index] = values.get(totals.names.get(index));
        }
        return totals;
    }

    /** These totals, with unknown values taken from the older ones: later pages may omit totals. */
    public Totals orElse(Totals older) {
        Long[] merged = values.clone();
        for (int index = 0; index < merged.length; index++) {
            merged[index] = merged[index] == null ? older.values[index] : merged[index];
        }
        return new Totals(names, merged);
    }

    /** The sums of these totals and others. A sum with an unknown value is unknown. */
    public Totals plus(Totals others) {
        Long[] sums = values.clone();
        for (int index = 0; index < sums.length; index++) {
            Long other = others.values[index];
            sums[index] = sums[index] == null || other == null ? null : Long.valueOf(sums[index] + other);
        }
        return new Totals(names, sums);
    }

    /** Adds the values of one row. If a row has no value for a sum, the sum becomes unknown. */
    public void add(Row row) {
        for (int index = 0; index < values.length; index++) {
            Long share = row.contribution(index);
            values[index] = values[index] == null || share == null ? null : Long.valueOf(values[index] + share);
        }
    }

    /** The value of a total; null if it is unknown or not a total of the report. */
    public Long get(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : values[index];
    }

    /** All totals in the order of the declaration; unknown values are null. */
    public Map<String, Long> asMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int index = 0; index < values.length; index++) {
            map.put(names.get(index), values[index]);
        }
        return map;
    }

    /**
     * The sums of rows that differ from these totals, by the name of the total. A total that is unknown on either side is
     * not compared.
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
