package io.zoomhosts.storm;

/** A record as a consumer with {@code isolation.level=read_committed} saw it. */
sealed interface Read {

    /** The kind of consumer: all sessions of a kind together must see everything. */
    String reader();

    /** A time in which this consumer read the partition without interruption. */
    String session();

    int partition();

    long offset();

    String runId();

    /** When it was read, in milliseconds of the epoch. */
    long at();

    /** What the record is, to compare it with what other consumers saw at this place. */
    String content();

    /** {@code <account_id>/<report>/<window>}. */
    default String window() {
        return runId().substring(runId().indexOf('/') + 1);
    }

    /**
     * A record of the topic of rows.
     *
     * @param content digest of the row as Zoom sent it
     */
    record Row(
            String reader,
            String session,
            int partition,
            long offset,
            String runId,
            String key,
            String content,
            long at)
            implements Read {}

    /**
     * A record of the topic of runs.
     *
     * @param content the status
     * @param rows number of rows that the event promises
     * @param pages number of requests for pages that the run needed
     */
    record Event(
            String reader,
            String session,
            int partition,
            long offset,
            String runId,
            String content,
            long rows,
            long pages,
            long at)
            implements Read {

        boolean isComplete() {
            return content.equals("complete");
        }
    }
}
