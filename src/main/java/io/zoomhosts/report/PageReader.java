package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses a page without converting its rows to objects: each row is a slice of the page's bytes. So nothing that a
 * serialiser could change (integers above 2^53, {@code 1.10}, escapes, member order) is changed.
 *
 * <p>It parses in two steps. First the envelope, which is everything except the rows: it contains the token for the next
 * page, and parsing it is cheap even if the rows are large. The rows are parsed while the next request is in progress.
 */
final class PageReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private PageReader() {}

    /** Everything of a page except its rows, and the position of the rows. */
    record Envelope(
            Map<String, String> echo,
            String nextPageToken,
            Totals totals,
            PageRequest request,
            byte[] page,
            RowsArray rows) {

        List<Row> readRows() {
            try (JsonParser parser = JSON.createParser(page, rows.start(), rows.length())) {
                return new RowReader(this, parser).read();
            } catch (IOException notJson) {
                throw new RunException(Failure.BROKEN_PAGE, "Zoom answered 200, but its rows are not valid JSON");
            }
        }
    }

    /**
     * Parses the envelope of a page.
     *
     * @param page the answer's body: JSON in UTF-8
     * @throws IOException if the body is not one whole JSON object in UTF-8
     * @throws RunException if it is, but contains an error or has no array of rows
     */
    static Envelope read(byte[] page, PageRequest request) throws IOException {
        checkUtf8(page);
        Report report = request.report();
        boolean isRow = report.rows().equals(Report.PAGE);
        RowsArray rows = isRow ? new RowsArray(0, page.length) : RowsArray.find(page, report.rows());
        try (JsonParser parser = JSON.createParser(isRow || rows == null ? page : rows.cutFrom(page))) {
            return readEnvelope(parser, request, page, rows);
        }
    }

    /**
     * The parser accepts some invalid UTF-8, which would become replacement characters in text. Characters other than ASCII consist
     * of bytes below zero alone, so only those are decoded.
     */
    private static void checkUtf8(byte[] page) throws CharacterCodingException {
        CharsetDecoder decoder = UTF_8.newDecoder();
        for (int index = 0; index < page.length; index++) {
            if (page[index] < 0) {
                int start = index;
                while (index < page.length && page[index] < 0) {
                    index++;
                }
                decoder.decode(ByteBuffer.wrap(page, start, index - start));
            }
        }
    }

    private static Envelope readEnvelope(JsonParser parser, PageRequest request, byte[] page, RowsArray rows)
            throws IOException {
        Report report = request.report();
        if (parser.nextToken() != JsonToken.START_OBJECT
                || parser.currentTokenLocation().getByteOffset() < 0) {
            throw new JsonParseException(parser, "not a JSON object in UTF-8");
        }
        Map<String, String> echo = new HashMap<>();
        String code = null;
        String message = null;
        String nextPageToken = null;
        int arrays = report.rows().equals(Report.PAGE) ? 1 : 0;
        Map<String, Long> totals = new HashMap<>();
        List<String> namesOfTotals = report.totals();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals(report.rows()) && value == JsonToken.START_ARRAY) {
                arrays++;
                parser.skipChildren();
            } else if (namesOfTotals.contains(member)) {
                totals.put(member, number(parser));
            } else {
                switch (member) {
                    case "from", "to", "year", "month", "uuid" -> echo.put(member, textOrNull(parser));
                    case "code" -> code = textOrNull(parser);
                    case "message" -> message = textOrNull(parser);
                    case "next_page_token" -> nextPageToken = textOrNull(parser);
                    default -> parser.skipChildren();
                }
            }
        }
        if (parser.nextToken() != null || arrays > 1 || arrays == 1 && rows == null) {
            throw new JsonParseException(parser, "not one JSON object with one array of rows");
        }
        if (arrays == 0 || code != null || message != null) {
            throw notAReport(report, code, message);
        }
        return new Envelope(echo, nextPageToken, Totals.of(report, totals), request, page, rows);
    }

    private static RunException notAReport(Report report, String code, String message) {
        String said = code == null && message == null
                ? "without a report"
                : "with " + RunException.quoted("code " + code + ": " + message).replaceFirst("\\.+$", "");
        return new RunException(
                Failure.NO_REPORT,
                "Zoom answered 200 " + said
                        + ". Check that the account has a paid plan; otherwise Zoom may have a temporary fault");
    }

    /** The current value as text; null if it is null, empty, an array or an object. */
    private static String textOrNull(JsonParser parser) throws IOException {
        String text = text(parser);
        return text == null || text.isEmpty() ? null : text;
    }

    /** The current value as text; null if it is null, an array or an object. */
    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return parser.getValueAsString();
    }

    /**
     * The current value as a whole number, also if it is written as text or as 3.0; null if it is not one, or is out of
     * range.
     */
    static Long number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        String text = textOrNull(parser);
        try {
            return text == null ? null : new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException notACount) {
            return null;
        }
    }
}
