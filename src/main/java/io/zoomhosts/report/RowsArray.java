package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The position of the array of rows in a page. It is found by matching brackets, which is many times faster than a parser
 * on large rows. The parser validates the JSON later.
 *
 * @param start index of the opening bracket
 * @param end index after the closing bracket
 */
record RowsArray(int start, int end) {

    int length() {
        return end - start;
    }

    /** The page with this array replaced by an empty one. */
    byte[] cutFrom(byte[] page) {
        byte[] rest = Arrays.copyOf(page, page.length - length() + 2);
        System.arraycopy(page, end - 1, rest, start + 1, page.length - end + 1);
        return rest;
    }

    /** Finds the array that is a member of the page's top-level object; null if there is none, or if it is not closed. */
    static RowsArray find(byte[] page, String member) {
        byte[] name = ('"' + member + '"').getBytes(UTF_8);
        int depth = 0;
        for (int index = 0; index < page.length; index++) {
            switch (page[index]) {
                case '"' -> {
                    int end = endOfString(page, index);
                    int colon = afterBlanks(page, end);
                    if (depth == 1 && is(page, colon, ':') && Arrays.equals(page, index, end, name, 0, name.length)) {
                        int start = afterBlanks(page, colon + 1);
                        return is(page, start, '[') ? closed(page, start) : null;
                    }
                    index = end - 1;
                }
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {
                    // Part of a number, a word or white space.
                }
            }
        }
        return null;
    }

    private static RowsArray closed(byte[] page, int start) {
        int depth = 0;
        for (int index = start; index < page.length; index++) {
            switch (page[index]) {
                case '"' -> index = endOfString(page, index) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (--depth == 0) {
                        return new RowsArray(start, index + 1);
                    }
                }
                default -> {
                    // Part of a number, a word or white space.
                }
            }
        }
        return null;
    }

    /** The index after the closing quote, or the end of the page. */
    private static int endOfString(byte[] page, int start) {
        int index = start + 1;
        while (index < page.length && page[index] != '"') {
            index += page[index] == '\\' ? 2 : 1;
        }
        return Math.min(index + 1, page.length);
    }

    private static int afterBlanks(byte[] page, int start) {
        int index = start;
        while (index < page.length
                && (page[index] == ' ' || page[index] == '\n' || page[index] == '\r' || page[index] == '\t')) {
            index++;
        }
        return index;
    }

    private static boolean is(byte[] page, int index, char wanted) {
        return index < page.length && page[index] == wanted;
    }
}
