package io.zoomhosts.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A user of the account as the host report of a month shows the user.
 *
 * @param id as in the host report
 * @param name {@code user_name}
 * @param email unique in the account
 * @param department {@code dept}; may be empty
 * @param created {@code create_time}
 */
public record SandboxUser(String id, String name, String email, String department, Instant created) {
    private static final int DELETED_ONE_OF = 50;

    /** @param row of the host report */
    static SandboxUser of(String row) {
        JsonNode user = Json.tree(row);
        return new SandboxUser(
                user.path("id").textValue(),
                user.path("user_name").textValue(),
                user.path("email").textValue(),
                user.path("dept").textValue(),
                Instant.parse(user.path("create_time").textValue()));
    }

    /** Whether the user was deleted since: the host report lists the user, {@code users/{userId}/meetings} answers 404. */
    public boolean isDeleted() {
        return Math.floorMod(id.hashCode(), DELETED_ONE_OF) == 7;
    }
}
