package io.zoomhosts.licences;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters of a request to the API.
 *
 * @param months how many months without a meeting count as idle
 * @param account null for all accounts
 * @param verdict null for all verdicts
 * @param file number of the file, from 1: an import into Zoom may need several
 */
record Question(int months, String account, String verdict, Format format, int file) {

    private static final Set<String> VERDICTS = new TreeSet<>(Set.of("active", "idle", "too-new", "unknown"));

    private static final int PARAMETERS = 20;

    /** As long as the column of the database. */
    private static final int LONGEST_ACCOUNT = 300;

    /** How the answer is written. */
    enum Format {
        JSON("json"),
        CSV("csv"),
        ZOOM_IMPORT("zoom-import");

        private final String text;

        Format(String text) {
            this.text = text;
        }

        private static Format of(String text) {
            for (Format format : values()) {
                if (format.text.equals(text)) {
                    return format;
                }
            }
            throw new InvalidQuestionException("format must be json, csv or zoom-import");
        }
    }

    /**
     * Reads the part of an address after the question mark.
     *
     * @param query null or empty if there is none
     * @param allowed names of the parameters that this path has
     * @param months if the request does not say
     * @throws InvalidQuestionException if a parameter is unknown, repeated or invalid
     */
    static Question of(String query, Set<String> allowed, int months) {
        Map<String, List<String>> parameters;
        try {
            parameters = new QueryStringDecoder(query == null ? "" : query, StandardCharsets.UTF_8, false, PARAMETERS)
                    .parameters();
        } catch (IllegalArgumentException e) {
            throw new InvalidQuestionException("the parameters are not percent-encoded correctly");
        }
        parameters.forEach((name, values) -> {
            if (!allowed.contains(name)) {
                throw new InvalidQuestionException("a parameter is unknown. This address has "
                        + (allowed.isEmpty() ? "none" : String.join(", ", new TreeSet<>(allowed))));
            } else if (values.size() > 1) {
                throw new InvalidQuestionException(name + " is there more than once");
            }
        });
        Format format = parameters.containsKey("format") ? Format.of(value(parameters, "format")) : Format.JSON;
        Question question = new Question(
                number(parameters, "months", months, VerdictLetters.MOST_MONTHS),
                value(parameters, "account"),
                value(parameters, "verdict"),
                format,
                number(parameters, "file", 1, 1_000_000));
        question.checkTexts(parameters.containsKey("file"));
        return question;
    }

    private void checkTexts(boolean hasFile) {
        if (account != null && (account.isEmpty() || account.length() > LONGEST_ACCOUNT)) {
            throw new InvalidQuestionException("account must be the id of an account: /api/v1/accounts lists them");
        } else if (verdict != null && !VERDICTS.contains(verdict)) {
            throw new InvalidQuestionException("verdict must be one of " + String.join(", ", VERDICTS));
        } else if (format == Format.ZOOM_IMPORT && account == null) {
            throw new InvalidQuestionException(
                    "format=zoom-import needs account: Zoom imports a file into one account");
        } else if (format == Format.ZOOM_IMPORT && verdict != null && !verdict.equals("idle")) {
            throw new InvalidQuestionException("format=zoom-import only has hosts whose verdict is idle");
        } else if (format != Format.ZOOM_IMPORT && hasFile) {
            throw new InvalidQuestionException("file needs format=zoom-import");
        }
    }

    private static String value(Map<String, List<String>> parameters, String name) {
        return parameters.containsKey(name) ? parameters.get(name).get(0) : null;
    }

    private static int number(Map<String, List<String>> parameters, String name, int otherwise, int most) {
        String value = value(parameters, name);
        if (value == null) {
            return otherwise;
        } else if (!value.matches("[0-9]{1,7}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > most) {
            throw new InvalidQuestionException(name + " must be a whole number from 1 to " + most);
        }
        return Integer.parseInt(value);
    }
}
