package io.zoomhosts.licences;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Codes, months and names as the page shows them. */
final class Words {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH_ONLY = DateTimeFormatter.ofPattern("MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_MONTH = DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

    /** Control and format characters, except the two joiners that scripts and emoji need, and broken surrogates. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\u200C\\u200D]]");

    /** Characters without ink: spaces, joiners, fillers of Hangul, the empty pattern of Braille. */
    private static final Pattern BLANK =
            Pattern.compile("[\\s\\p{Z}\\p{M}\\u200C\\u200D\\u115F\\u1160\\u3164\\uFFA0\\u2800\\uFFFD]*");

    private static final int LONGEST_NAME = 120;

    private static final Map<String, String> REASONS = Map.of(
            "hosted", "hosted a meeting in these months",
            "hosted-since", "hosted a meeting after these months",
            "too-new", "created, or first seen, within these months",
            "licensed-lately", "got the licence within these months",
            "months-missing", "too few months in a row are settled",
            "host-missing", "in neither of Zoom's lists in one of these months",
            "excluded", "an exclusion keeps the licence",
            "add-ons-not-checked", "add-ons not checked",
            "may-host-for-others", "may run meetings for others");

    private Words() {}

    /** A text of Zoom without invisible characters, shortened; null if nothing of it would be seen. */
    static String shown(String text) {
        if (text == null) {
            return null;
        }
        String visible = INVISIBLE.matcher(text).replaceAll("\uFFFD").strip();
        if (BLANK.matcher(visible).matches()) {
            return null;
        }
        return visible.codePointCount(0, visible.length()) <= LONGEST_NAME
                ? visible
                : visible.substring(0, visible.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }

    static String month(int number) {
        return Months.month(number).format(MONTH);
    }

    static String shortMonth(int number) {
        return Months.month(number).format(SHORT_MONTH);
    }

    /** @param month {@code yyyy-mm}; null if unknown */
    static String month(String month) {
        return month == null ? null : YearMonth.parse(month).format(SHORT_MONTH);
    }

    /** The months that end with the newest one: "October 2026", "from August to October 2026". */
    static String months(int newest, int months) {
        YearMonth last = Months.month(newest);
        YearMonth first = last.minusMonths(months - 1L);
        if (months == 1) {
            return "in " + last.format(MONTH);
        }
        String begin = first.format(first.getYear() == last.getYear() ? MONTH_ONLY : MONTH);
        return months == 2
                ? "in " + begin + " and " + last.format(MONTH)
                : "in the " + months + " months from " + begin + " to " + last.format(MONTH);
    }

    static String day(LocalDate day) {
        return day.format(DAY);
    }

    static String time(Instant time) {
        return TIME.format(time.atOffset(ZoneOffset.UTC));
    }

    /** A number of things: "1 host", "2,000 hosts". */
    static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    static String number(long number) {
        return new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ENGLISH)).format(number);
    }

    static String money(String currency, BigDecimal amount) {
        return currency + " "
                + new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ENGLISH)).format(amount);
    }

    static List<String> reasons(String codes) {
        return codes.isEmpty()
                ? List.of()
                : List.of(codes.split(" ")).stream()
                        .map(code -> REASONS.getOrDefault(code, code))
                        .toList();
    }

    static String verdict(String verdict) {
        return switch (verdict) {
            case "idle" -> "Idle";
            case "active" -> "Active";
            case "too-new" -> "Too new";
            default -> "Unknown";
        };
    }

    /** The name of a square's symbol. */
    static String symbol(char letter) {
        return switch (letter) {
            case 'h' -> "hosted";
            case 's' -> "little";
            case 'g' -> "basic-hosted";
            case 'i' -> "idle";
            case 'b' -> "basic";
            default -> "unknown";
        };
    }

    static String state(char letter) {
        return switch (letter) {
            case 'h' -> "hosted";
            case 's' -> "hosted a little";
            case 'g' -> "hosted without a licence";
            case 'i' -> "idle";
            case 'b' -> "no licence";
            default -> "unknown";
        };
    }

    static String listState(String state) {
        return switch (state) {
            case "settled" -> "settled";
            case "not-settled" -> "complete, not settled";
            case "failed" -> "failed";
            case "filtered" -> "filtered";
            case "mismatch" -> "differs from Zoom's total";
            case "rows-missing" -> "rows missing";
            default -> "missing";
        };
    }
}
