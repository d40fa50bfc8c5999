package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.List;

/**
 * {@code /report/activities}: who signs in and out, the newest first. One of ten rows repeats the row before it, as it happens
 * when a client connects twice within a second.
 */
final class ActivitiesReport implements SandboxReport.Rows {
    private static final List<String> CLIENTS = List.of("Browser", "Windows", "Mac", "iPhone", "Android");
    private static final List<String> ADDRESSES = List.of("192.0.2.", "198.51.100.", "2001:db8::");

    private final SeededRandom dice;
    private final int perDay;
    private final Members members;

    ActivitiesReport(long seed, int perDay, Members members) {
        this.dice = new SeededRandom(seed).about(-2);
        this.perDay = perDay;
        this.members = members;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        return Json.rows(
                LogEntry.of(request, dice, perDay, number -> number % 10 == 9 ? number - 1 : number), this::row);
    }

    private ObjectNode row(LogEntry entry) {
        SeededRandom dice = entry.dice();
        YearMonth month = YearMonth.from(entry.day());
        ObjectNode row = Json.object();
        if (dice.below(8, 2) > 0) {
            row.put("client_type", CLIENTS.get(dice.below(CLIENTS.size(), 3)));
        }
        row.put("email", members.at(month, dice.below(members.size(month), 4)).email());
        if (dice.below(8, 5) > 0) {
            row.put("ip_address", ADDRESSES.get(dice.below(ADDRESSES.size(), 6)) + (1 + dice.below(250, 7)));
        }
        row.put("time", Times.iso(entry.time()));
        row.put("type", dice.below(2, 8) == 0 ? "Sign in" : "Sign out");
        row.put("version", dice.below(8, 9) == 0 ? "" : "6.2." + dice.below(12, 10) + ".50939");
        return row;
    }
}
