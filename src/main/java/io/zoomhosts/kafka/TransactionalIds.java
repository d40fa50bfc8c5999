package io.zoomhosts.kafka;

import io.zoomhosts.run.Run;

/**
 * Transactional ids of windows. An id contains the topic and the window. So two processes cannot have a transaction for the
 * same window and topic open at the same time, and processes with different topics do not fence each other.
 */
public final class TransactionalIds {

    private TransactionalIds() {}

    /** {@code zoom-hosts/<topic>/<account_id>/<report>/<window>}. */
    public static String of(Run run) {
        return in(run.report().topic()) + run.key();
    }

    /** The prefix of the ids of all windows of a topic. */
    public static String in(String topic) {
        return "zoom-hosts/" + topic + "/";
    }

    /** The account of an id of a window of the topic; empty if it is the id of anything else. */
    static String accountIn(String topic, String id) {
        String prefix = in(topic);
        int end = id.indexOf('/', Math.min(prefix.length(), id.length()));
        return id.startsWith(prefix) && end > 0 ? id.substring(prefix.length(), end) : "";
    }
}
