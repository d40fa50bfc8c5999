package io.zoomhosts.run;

import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import org.slf4j.event.Level;

/**
 * How a run ended. Each way answers every question about it, so that a further way cannot be forgotten by whoever asks.
 */
public sealed interface Outcome {

    /**
     * What is the same for all runs that end in that way.
     *
     * @param text what a trace says
     * @param complete whether every row of the window is visible
     * @param announced whether the run has an event of its own in the topic of runs, and is told to {@code each-run}
     * @param counted whether the run counts in metrics: not where it left the window to others
     * @param level of the line in the log
     */
    record Answers(String text, boolean complete, boolean announced, boolean counted, Level level) {}

    Answers answers();

    /** What the log says about the run. */
    String said(Counts counts);

    /** Why the window is not complete; null where it is. */
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
                            counts.rows(), counts.filtered(), counts.pages(), counts.duplicates(), counts.rejected());
        }
    }

    /**
     * The ledger says that the window is complete for this trigger.
     *
     * @param by the run that completed it
     * @param own whether that was an earlier attempt of this very run, whose commit was not answered
     */
    record CompleteAlready(CompleteRun by, boolean own) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("complete-already", true, own, own, Level.INFO);
        }

        @Override
        public String said(Counts counts) {
            return own
                    ? "complete already: Kafka had committed an earlier attempt, only its answer did not arrive"
                    : "complete already: collected meanwhile, by this or another process, as run " + by.id();
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
            return "failed (" + error.failure().text()
                    + "), nothing of it was published and a later trigger collects the window again: "
                    + error.getMessage();
        }
    }

    /** Kafka did not say whether an attempt was committed, and could not be asked since. The topic of runs will tell. */
    record Undecided(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("undecided", false, false, true, Level.ERROR);
        }

        @Override
        public String said(Counts counts) {
            return "Kafka did not say whether it was committed. The window is whole or not there at all; the topic of runs"
                    + " tells which, and a later trigger collects the window if it is missing: "
                    + error.getMessage();
        }
    }

    /** The process stops, and its next start collects the window. Nothing of the run is visible. */
    record LeftToNextStart(RunException error) implements Outcome {

        @Override
        public Answers answers() {
            return new Answers("stopped", false, false, false, Level.INFO);
        }

        @Override
        public String said(Counts counts) {
            return "left to the next start, nothing of it was published";
        }
    }

    /** How a run ends that is not tried again. */
    static Outcome failed(RunException error, boolean undecided) {
        if (undecided) {
            return new Undecided(error);
        }
        return error.failure() == Failure.STOPPED ? new LeftToNextStart(error) : new Failed(error);
    }
}
