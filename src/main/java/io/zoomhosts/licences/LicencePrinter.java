package io.zoomhosts.licences;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zoomhosts.kafka.ExactJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** Writes licences for programs and spreadsheets. Closes nothing. */
public final class LicencePrinter {

    private LicencePrinter() {}

    /** One array of objects; {@code accountId} and {@code verdict} are null for all. */
    public static void json(Licences licences, int months, String accountId, String verdict, OutputStream out)
            throws SQLException {
        try (JsonGenerator json =
                ExactJson.MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartArray();
            licences.each(months, accountId, verdict, licence -> {
                try {
                    json.writeRaw('\n');
                    json.writePOJO(licence);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            json.writeEndArray();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 4180 with a header line; {@code accountId} and {@code verdict} are null for all. */
    public static void csv(Licences licences, int months, String accountId, String verdict, OutputStream out)
            throws SQLException {
        PrintStream lines = new PrintStream(out, false, StandardCharsets.UTF_8);
        lines.print(Csv.line(Licence.COLUMNS));
        licences.each(months, accountId, verdict, licence -> lines.print(Csv.line(licence.values())));
        lines.flush();
    }
}
