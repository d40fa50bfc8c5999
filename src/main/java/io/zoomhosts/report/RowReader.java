package io.zoomhosts.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses the rows of a page: an array, or the page itself if it is the only row. */
final class RowReader {

    private final PageReader.Envelope envelope;
    private final Report report;
    private final JsonParser parser;
    private final RowKey.Maker key;
    private final Map<String, Integer> totals = new HashMap<>();
    private final Long[] noContribution;

    /** @param parser of the envelope's rows, before their first token */
    RowReader(PageReader.Envelope envelope, JsonParser parser) {
        this.envelope = envelope;
        this.report = envelope.request().report();
        this.parser = parser;
        this.key = report.key().maker(envelope.request().asked());
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

    List<Row> read() throws IOException {
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            return List.of(row());
        }
        List<Row> rows = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            rows.add(row());
        }
        return rows;
    }

    private Row row() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        String[] values = new String[key.size()];
        String time = null;
        String reject = null;
        boolean reserved = false;
        Long[] contributions = noContribution.clone();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String member = parser.currentName();
                parser.nextToken();
                Integer total = totals.get(member);
                int inKey = key.indexOf(member);
                if (total != null && inKey < 0) {
                    contributions[total] = PageReader.number(parser);
                } else if (inKey >= 0 || member.equals(report.rowTime())) {
                    String text = PageReader.text(parser);
                    if (inKey >= 0) {
                        values[inKey] = text;
                    }
                    if (member.equals(report.rowTime())) {
                        time = text;
                    }
                } else {
                    reserved |= member.equals(Report.MEMBER);
                    parser.skipChildren();
                }
            }
            reject = key.reject(values);
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
                reject != null ? null : key.of(values, envelope.page(), offset + start, offset + end),
                reject,
                time,
                reserved,
                contributions);
    }
}
