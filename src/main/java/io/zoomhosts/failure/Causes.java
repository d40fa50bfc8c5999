package io.zoomhosts.failure;

import java.util.Optional;

/** Finds exceptions in a chain of causes. */
public final class Causes {

    private Causes() {}

    /** The outermost exception of a type: the thrown exception itself or one of its causes. */
    public static <E extends Throwable> Optional<E> first(Throwable thrown, Class<E> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** The innermost exception. */
    public static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }
}
