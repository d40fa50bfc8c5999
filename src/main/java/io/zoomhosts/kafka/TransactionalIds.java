package io.zoomhosts.kafka;

import io.zoomhosts.account.Account;
import io.zoomhosts.run.Run;

/**
 * Names of the windows' transactions. An id names the window and its topic: two processes cannot have the same window of
 * the same topic open at the same time, and two with topics of their own do not disturb each other.
 */
public final class TransactionalIds {

    private TransactionalIds() {}

    /** {@code zoom-hosts/<topic>/<account_id>/<report>/<window>}. */
    public static String of(Run run) {
        return in(run.report().topic()) + run.key();
    }

    /** What those of all windows of a topic begin with. */
    public static String in(String topic) {
        return "zoom-hosts/" + topic + "/";
    }

    /** What those of an account begin with, in a topic. */
    static String in(String topic, Account account) {
        return in(topic) + account.id() + "/";
    }
}
