package io.zoomhosts.failure;

import java.util.Optional;

/** What is inside of an exception: others wrap what they cannot name. */
public final class Causes {

    private Causes() {}

    /** The outermost exception of that type, the one that was thrown or one of its causes. */
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
