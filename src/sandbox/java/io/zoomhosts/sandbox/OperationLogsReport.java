package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;

/**
 * {@code /report/operationlogs}: what admins did, the newest first. Of ten rows, four are of one bulk operation: of the same
 * second, and equal.
 */
final class OperationLogsReport implements SandboxReport.Rows {
    /** A category as a row has it, with its action and the start of its detail. */
    private record Operation(String category, String action, String detail) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation("User", "Update", "Change Type from Basic to Licensed - "),
            new Operation("User", "Add", "Add User "),
            new Operation("User", "Delete", "Delete User "),
            new Operation("Account", "Update", "Security: \"Waiting Room\" from Off to On; by "),
            new Operation("Role", "Update", "Add Members to Role Admin: "),
            new Operation("Recording", "Download", "Download recording of "),
            new Operation("Webinar", "Update", "Webinar add-on: assign to "),
            new Operation("Billing", "Update", ""));
    private static final Operation BULK = new Operation("User", "Batch Update", "Update User Groups");
    private static final int ADMINS = 3;

    private final SeededRandom dice;
    private final int perDay;
    private final Members members;

    OperationLogsReport(long seed, int perDay, Members members) {
        this.dice = new SeededRandom(seed).about(-3);
        this.perDay = perDay;
        this.members = members;
    }

    @Override
    public List<ObjectNode> of(ReportRequest request) {
        String category = request.choice(
                "category_type",
                "all",
                "user",
                "user_settings",
                "account",
                "billing",
                "im",
                "recording",
                "phone_contacts",
                "webinar",
                "sub_account",
                "role",
                "zoom_rooms");
        List<LogEntry> entries =
                LogEntry.of(request, dice, perDay, number -> isBulk(number) ? number / 10 * 10 : number).stream()
                        .filter(entry -> category.equals("all")
                                || category.equals(operation(entry).category().toLowerCase(Locale.ROOT)))
                        .toList();
        return Json.rows(entries, this::row);
    }

    private static boolean isBulk(int number) {
        return number % 10 < 4;
    }

    private static Operation operation(LogEntry entry) {
        return isBulk(entry.number()) ? BULK : OPERATIONS.get(entry.dice().below(OPERATIONS.size(), 2));
    }

    private ObjectNode row(LogEntry entry) {
        SeededRandom dice = entry.dice();
        YearMonth month = YearMonth.from(entry.day());
        Operation operation = operation(entry);
        ObjectNode row = Json.object();
        row.put("action", operation.action());
        row.put("category_type", operation.category());
        if (operation == BULK) {
            row.put("operation_detail", operation.detail());
        } else if (!operation.detail().isEmpty()) {
            SandboxUser user = members.at(month, dice.below(members.size(month), 3));
            row.put("operation_detail", operation.detail() + user.email());
        }
        int admin = dice.below(Math.min(ADMINS, members.size(month)), 4);
        row.put("operator", members.at(month, admin).email());
        row.put("time", Times.iso(entry.time()));
        return row;
    }
}
