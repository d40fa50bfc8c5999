package io.zoomhosts.failure;

/** Kafka was asked to commit a transaction, and its answer did not come: nobody knows yet whether it is committed. */
public final class UndecidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UndecidedException(Throwable cause) {
        super("Kafka did not say whether the transaction is committed", cause);
    }

    /** Whether an exception, or one of its causes, leaves a commit undecided. */
    public static boolean isIn(Throwable thrown) {
        return Causes.first(thrown, UndecidedException.class).isPresent();
    }
}
