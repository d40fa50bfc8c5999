package io.zoomhosts.bench;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/** A window of one calendar month, as {@code zoom-hosts collect} splits a range of days into them. */
record Range(String type, String from, String to) {

    /** The windows of {@code collect --from … --to … --type …}. */
    static List<Range> of(String[] arguments) {
        YearMonth first = YearMonth.parse(value(arguments, "--from").substring(0, 7));
        YearMonth last = YearMonth.parse(value(arguments, "--to").substring(0, 7));
        String type = value(arguments, "--type");
        return Stream.iterate(first, month -> !month.isAfter(last), month -> month.plusMonths(1))
                .map(month -> new Range(
                        type,
                        month.atDay(1).format(DateTimeFormatter.ISO_DATE),
                        month.atEndOfMonth().format(DateTimeFormatter.ISO_DATE)))
                .toList();
    }

    private static String value(String[] arguments, String option) {
        return arguments[List.of(arguments).indexOf(option) + 1];
    }

    /** Prints that a window is complete, in the format of {@code zoom-hosts collect}. */
    void complete() {
        System.out.println("complete " + type + " " + from + " " + to);
    }
}
