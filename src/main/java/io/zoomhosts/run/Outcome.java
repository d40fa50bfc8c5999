package io.zoomhosts.run;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.HandedOverException;
import io.zoomhosts.failure.RunException;
import org.slf4j.event.Level;

/** The outcome of a run. Callers ask its methods instead of switching over the kinds, so a new kind cannot be forgotten. */
public sealed interface Outcome {

    /**
     * The properties that all runs with this outcome share.
     *
     * @param text the status in a trace
     * @param complete whether every row of the window is visible
     * @param announced whether the run has an event in the topic of runs and passes {@code each-run}
     * @param counted whether metrics count the run; false if the run left the window to another run
     * @param level the level of the line in the log
     */
    record Answers(String text, boolean complete, boolean announced, boolean counted, Level level) {}

    Answers answers();

    /** The text of the line in the log. */
    String said(Counts counts);

    /** Why the window is not complete; null if it is. */
    default RunException error() {
        return null;
    }

    /** @see Answers */
    default boolean isComplete() {
        return answers().complete();
    }

    /** @see Answers */
    default boolean isAnnounced() {
        return answers().announced();
    }

    /** @see Answers */
    default boolean isCounted() {
        return answers().counted();
    }

    /** @see Answers */
    default String text() {
        return answers().text();
    }

    /** @see Answers */
    default Level level() {
        return answers().level();
    }

    /** The attempt's rows and its run event are committed. */
    record Complete() implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("complete", true, true, true, Level.INFO);
        }

        @Override
        public String said(Counts counts) {
            return "complete, %d rows, %d filtered, %d pages, %d duplicates skipped, %d rows rejected"
                            .formatted(
                                    counts.rows(),
                                    counts.filtered(),
                                    counts.pages(),
                                    counts.duplicates(),
                                    counts.rejected())
                    + (counts.subjects() == 0
                            ? ""
                            : ", %d subjects, %d of them without a report"
                                    .formatted(counts.subjects(), counts.withoutReport()));
        }
    }

    /**
     * The ledger contains a complete run of the window for this trigger.
     *
     * @param by the run that completed it
     * @param own whether that is this run: Kafka committed an earlier attempt, but its answer was lost
     */
    record CompleteAlready(CompleteRun by, boolean own) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("complete-already", true, own, own, Level.INFO);
        }

        @Override
        public String said(Counts counts) {
            return own
                    ? "already complete: Kafka committed an earlier attempt, but its answer was lost"
                    : "already complete: this or another process collected the window in run " + by.id();
        }
    }

    /** Nothing of the run is visible. */
    record Failed(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("failed", false, true, true, Level.ERROR);
        }

        @Override
        public String said(Counts counts) {
            return "failed (" + error.failure().text() + "): " + error.getMessage()
                    + ". Nothing was committed; the window is missing until a later collection";
        }
    }

    /** Kafka did not confirm a commit, and the ledger could not be read since. The topic of runs shows the result later. */
    record Undecided(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("undecided", false, false, true, Level.ERROR);
        }

        @Override
        public String said(Counts counts) {
            return "Kafka did not confirm the commit: " + error.getMessage()
                    + ". The window is either complete or absent, as the topic of runs shows; if absent, a later"
                    + " collection includes it";
        }
    }

    /** The process is stopping. Nothing of the run is visible; the next start collects the window. */
    record LeftToNextStart(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("stopped", false, false, false, Level.INFO);
        }

        @Override
        public String said(Counts counts) {
            return "stopped; nothing was committed, and the next start collects the window";
        }
    }

    /** Another instance works on the account now. Nothing of the run is visible; that instance collects the window. */
    record LeftToOtherInstance(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("handed-over", false, false, false, Level.INFO);
        }

        @Override
        public String said(Counts counts) {
            return error.getMessage() + ": nothing was committed, and that instance collects the window";
        }
    }

    /** Many windows of the report have failed. Nothing was attempted; a later collection includes the window. */
    record LeftToLaterCollection(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("left", false, false, false, Level.DEBUG);
        }

        @Override
        public String said(Counts counts) {
            return "left to a later collection, because other windows of the report failed: " + error.getMessage();
        }
    }

    /** The outcome of a run that failed and is not retried. */
    static Outcome failed(RunException error, boolean undecided) {
        if (undecided) {
            return new Undecided(error);
        }
        if (error instanceof FailureStreaks.LeftException) {
            return new LeftToLaterCollection(error);
        }
        if (error instanceof HandedOverException) {
            return new LeftToOtherInstance(error);
        }
        return error.failure() == Failure.STOPPED ? new LeftToNextStart(error) : new Failed(error);
    }
}
