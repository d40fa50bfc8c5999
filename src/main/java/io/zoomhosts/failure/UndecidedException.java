package io.zoomhosts.failure;

/** Kafka did not answer a request to commit a transaction, so it is unknown whether the transaction is committed. */
public final class UndecidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UndecidedException(Throwable cause) {
        super("Kafka did not confirm the commit of the transaction", cause);
    }

    /** Whether the exception or one of its causes is an {@code UndecidedException}. */
    public static boolean isIn(Throwable thrown) {
        return Causes.first(thrown, UndecidedException.class).isPresent();
    }
}
