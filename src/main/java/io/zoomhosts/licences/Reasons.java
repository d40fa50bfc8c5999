package io.zoomhosts.licences;

import java.util.Map;

/** Verdicts, reasons and states of months in words. */
final class Reasons {

    private static final Map<String, String> WORDS = Map.of(
            "hosted", "hosted in these months",
            "hosted-since", "hosted after the newest settled month",
            "too-new", "created, or first seen, within these months",
            "licensed-lately", "held no licence for part of these months",
            "months-missing", "a month is unknown",
            "host-missing", "in neither list of a month",
            "excluded", "excluded",
            "add-ons-not-checked", "add-ons not checked",
            "may-host-for-others", "may host for others");

    private static final Map<String, String> STATES = Map.of(
            "settled", "settled",
            "missing", "never collected",
            "failed", "failed",
            "not-settled", "collected too soon",
            "filtered", "filtered",
            "mismatch", "differs from Zoom's total",
            "rows-missing", "rows are missing in the topic");

    private Reasons() {}

    static String words(String code) {
        return WORDS.getOrDefault(code, code);
    }

    static String state(String state) {
        return STATES.getOrDefault(state, state);
    }

    /** What a letter of a history means. */
    static String letter(char letter) {
        return switch (letter) {
            case 'h' -> "hosted";
            case 's' -> "hosted, only short meetings";
            case 'g' -> "hosted, without a licence";
            case 'i' -> "no meeting";
            case 'b' -> "no meeting, without a licence";
            default -> "unknown";
        };
    }
}
