package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a page without turning its rows into objects: each row is a slice of the page's bytes. Anything that a
 * serialiser could change (integers above 2^53, {@code 1.10}, escapes, member order) therefore stays as it came.
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

    private final byte[] bytes;
    private final Report report;
    private final JsonParser parser;

    private String from;
    private String to;
    private String nextPageToken;
    private String code;
    private String message;
    private Long records;
    private Long meetings;
    private Long participants;
    private Long meetingMinutes;
    private List<Row> rows;

    private PageReader(byte[] bytes, Report report, JsonParser parser) {
        this.bytes = bytes;
        this.report = report;
        this.parser = parser;
    }

    /**
     * Reads one page.
     *
     * @param bytes the answer's body: JSON in UTF-8
     * @throws IOException if the body is not one whole JSON object in UTF-8
     * @throws RunException if it is, but says an error or has no array of rows
     */
    static Page read(byte[] bytes, Report report, Instant fetchedAt) throws IOException {
        // The parser lets some of what is no UTF-8 pass; as text it would turn into replacement characters.
        UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        try (JsonParser parser = JSON.createParser(bytes)) {
            PageReader reader = new PageReader(bytes, report, parser);
            reader.readPage();
            if (reader.rows == null || reader.code != null || reader.message != null) {
                throw reader.notAReport();
            }
            Totals totals = new Totals(reader.records, reader.meetings, reader.participants, reader.meetingMinutes);
            return new Page(fetchedAt, reader.from, reader.to, reader.nextPageToken, totals, reader.rows);
        }
    }

    private void readPage() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT
                || parser.currentTokenLocation().getByteOffset() < 0) {
            throw new JsonParseException(parser, "not a JSON object in UTF-8");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals(report.rows()) && value == JsonToken.START_ARRAY) {
                readRows();
                continue;
            }
            switch (member) {
                case "from" -> from = text();
                case "to" -> to = text();
                case "code" -> code = text();
                case "message" -> message = text();
                case "next_page_token" -> nextPageToken = text();
                case "total_records" -> records = number();
                case "total_meetings" -> meetings = number();
                case "total_participants" -> participants = number();
                case "total_meeting_minutes" -> meetingMinutes = number();
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "more after the end of the JSON object");
        }
    }

    private RunException notAReport() {
        String said = code == null && message == null
                ? "an answer without an array '" + report.rows() + "'"
                : RunException.quoted("code " + code + ": " + message);
        return new RunException(
                Failure.NO_REPORT,
                "Zoom answered 200 with " + said
                        + ". Zoom does so for accounts without a paid plan, or when it fails.");
    }

    private void readRows() throws IOException {
        rows = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            String key = null;
            String reject = null;
            boolean reserved = false;
            Long hosted = null;
            Long attended = null;
            Long minutes = null;
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String member = parser.currentName();
                    parser.nextToken();
                    if (member.equals(report.key())) {
                        key = text();
                        continue;
                    }
                    switch (member) {
                        case "meetings" -> hosted = number();
                        case "participants" -> attended = number();
                        case "meeting_minutes" -> minutes = number();
                        default -> {
                            reserved |= member.equals(Report.MEMBER);
                            parser.skipChildren();
                        }
                    }
                }
                reject = key == null ? "no " + report.key() : null;
            } else {
                parser.skipChildren();
                parser.finishToken();
                reject = "not an object";
            }
            int end = (int) parser.currentLocation().getByteOffset();
            Totals share = new Totals(1L, hosted, attended, minutes);
            rows.add(new Row(bytes, start, end, key, reject, reserved, share));
        }
    }

    /** The current value as text: null where it is null, empty, an array or an object. */
    private String text() throws IOException {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return null;
        }
        String text = parser.getValueAsString();
        return text == null || text.isEmpty() ? null : text;
    }

    /** The current value as a whole number, be it written as text or as 3.0; null where it is none, or beyond any count. */
    private Long number() throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER) {
            return parser.getLongValue();
        }
        String text = text();
        try {
            return text == null ? null : new BigDecimal(text).longValueExact();
        } catch (ArithmeticException | NumberFormatException notACount) {
            return null;
        }
    }
}
