package io.zoomhosts.licences;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Files for Zoom's web portal, User Management, Import, Update Users, which take the licence from idle hosts. Excluded hosts are
 * left out, and so are hosts whose address is missing or begins like a formula of a spreadsheet.
 *
 * <p>Not verified with a real account: the names of the columns and the value come from descriptions of Zoom's portal
 * (KB0068315).
 */
final class ZoomImport {

    /** Zoom accepts fewer than 10,000 rows in a file. */
    static final int ROWS = 9_999;

    private static final List<String> COLUMNS = List.of("Email", "Licenses");
    private static final String WITHOUT_LICENCE = "Unassigned with Zoom Meetings Basic";

    private final List<String> addresses;

    ZoomImport(List<String> addresses) {
        this.addresses = addresses;
    }

    static ZoomImport of(Licences licences, int months, String accountId) throws SQLException {
        List<String> addresses = new ArrayList<>();
        licences.each(months, accountId, "idle", licence -> {
            String address = licence.email();
            if (!licence.reasons().contains("excluded")
                    && address != null
                    && !address.isBlank()
                    && !Csv.isFormula(address)) {
                addresses.add(address);
            }
        });
        return new ZoomImport(addresses);
    }

    /** At least one, which may have no rows. */
    int files() {
        return Math.max(1, (addresses.size() + ROWS - 1) / ROWS);
    }

    /** @param file from 1 */
    void write(int file, OutputStream out) {
        PrintStream lines = new PrintStream(out, false, StandardCharsets.UTF_8);
        lines.print(Csv.line(COLUMNS));
        addresses.stream()
                .skip((file - 1L) * ROWS)
                .limit(ROWS)
                .forEach(address -> lines.print(Csv.line(List.of(address, WITHOUT_LICENCE))));
        lines.flush();
    }
}
