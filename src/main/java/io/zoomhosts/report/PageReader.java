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
import java.util.ArrayList;
import java.util.Arrays;
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
            Map<String, String> echo, String nextPageToken, Totals totals, Report report, byte[] page, RowsArray rows) {

        List<Row> readRows() {
            return PageReader.readRows(this);
        }
    }

    /**
     * Parses the envelope of a page.
     *
     * @param page the answer's body: JSON in UTF-8
     * @throws IOException if the body is not one whole JSON object in UTF-8
     * @throws RunException if it is, but contains an error or has no array of rows
     */
    static Envelope read(byte[] page, Report report) throws IOException {
        // The parser accepts some invalid UTF-8, which would become replacement characters in text.
        UTF_8.newDecoder().decode(ByteBuffer.wrap(page));
        RowsArray rows = RowsArray.find(page, report.rows());
        try (JsonParser parser = JSON.createParser(rows == null ? page : rows.cutFrom(page))) {
            return readEnvelope(parser, report, page, rows);
        }
    }

    private static Envelope readEnvelope(JsonParser parser, Report report, byte[] page, RowsArray rows)
            throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT
                || parser.currentTokenLocation().getByteOffset() < 0) {
            throw new JsonParseException(parser, "not a JSON object in UTF-8");
        }
        Map<String, String> echo = new HashMap<>();
        String code = null;
        String message = null;
        String nextPageToken = null;
        int arrays = 0;
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
                    case "from", "to", "year", "month" -> echo.put(member, text(parser));
                    case "code" -> code = text(parser);
                    case "message" -> message = text(parser);
                    case "next_page_token" -> nextPageToken = text(parser);
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
        return new Envelope(echo, nextPageToken, Totals.of(report, totals), report, page, rows);
    }

    private static RunException notAReport(Report report, String code, String message) {
        String said = code == null && message == null
                ? "without a report"
                : "with " + RunException.quoted("code " + code + ": " + message);
        return new RunException(
                Failure.NO_REPORT,
                "Zoom answered 200 " + said
                        + ". Check that the account has a paid plan; otherwise Zoom may have a temporary fault");
    }

    private static List<Row> readRows(Envelope envelope) {
        RowsArray array = envelope.rows();
        try (JsonParser parser = JSON.createParser(envelope.page(), array.start(), array.length())) {
            return new RowReader(envelope, parser).read();
        } catch (IOException notJson) {
            throw new RunException(Failure.BROKEN_PAGE, "Zoom answered 200, but its rows are not valid JSON");
        }
    }

    /** Parses the array of rows. */
    private static final class RowReader {

        private final Envelope envelope;
        private final Report report;
        private final JsonParser parser;
        private final Map<String, Integer> totals = new HashMap<>();
        private final Long[] noContribution;

        private RowReader(Envelope envelope, JsonParser parser) {
            this.envelope = envelope;
            this.report = envelope.report();
            this.parser = parser;
            List<String> names = report.totals();
            this.noContribution = new Long[names.size()];
            for (int index = 0; index < names.size(); index++) {
                String summed = report.sums().get(names.get(index));
                if (summed == null) {
                    noContribution[index] = 1L; // this total counts rows
                } else {
                    totals.put(summed, index);
                }
            }
        }

        private List<Row> read() throws IOException {
            List<Row> rows = new ArrayList<>();
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                rows.add(row());
            }
            return rows;
        }

        private String key(int start, int end, String[] values) {
            int offset = envelope.rows().start();
            return report.key().isOfWholeRow()
                    ? RowKey.ofBytes(envelope.page(), offset + start, offset + end)
                    : report.key().of(values);
        }

        private Row row() throws IOException {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            String[] keyValues = new String[report.key().members().size()];
            String time = null;
            String reject = null;
            boolean reserved = false;
            Long[] contributions = noContribution.clone();
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String member = parser.currentName();
                    parser.nextToken();
                    Integer total = totals.get(member);
                    int inKey = report.key().indexOf(member);
                    if (total != null && inKey < 0) {
                        contributions[total] = number(parser);
                    } else if (inKey >= 0 || member.equals(report.rowTime())) {
                        String text = text(parser);
                        if (inKey >= 0) {
                            keyValues[inKey] = text;
                        }
                        if (member.equals(report.rowTime())) {
                            time = text;
                        }
                    } else {
                        reserved |= member.equals(Report.MEMBER);
                        parser.skipChildren();
                    }
                }
                reject = reject(report.key(), keyValues);
            } else {
                parser.skipChildren();
                parser.finishToken();
                reject = "not an object";
            }
            int end = (int) parser.currentLocation().getByteOffset();
            int offset = envelope.rows().start();
            return new Row(
                    envelope.page(),
                    offset + start,
                    offset + end,
                    reject != null ? null : key(start, end, keyValues),
                    reject,
                    time,
                    reserved,
                    contributions);
        }
    }

    /** The reason why a row with these values cannot become an event; null if it can. */
    private static String reject(RowKey key, String[] values) {
        if (Arrays.asList(values).contains(null)) {
            return "no " + key.firstWithout(values);
        }
        // Half of a surrogate pair. Encoded in UTF-8, different keys would become the same.
        boolean broken = Arrays.stream(values)
                .flatMapToInt(String::codePoints)
                .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return broken ? key + " is not valid Unicode" : null;
    }

    /** The current value as text; null if it is null, empty, an array or an object. */
    static String text(JsonParser parser) throws IOException {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getValueAsString();
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * The current value as a whole number, also if it is written as text or as 3.0; null if it is not one, or is out of
     * range.
     */
    private static Long number(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        String text = text(parser);
        try {
            return text == null ? null : new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException notACount) {
            return null;
        }
    }
}
