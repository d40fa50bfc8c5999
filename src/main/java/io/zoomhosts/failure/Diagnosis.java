package io.zoomhosts.failure;

import java.util.Optional;

/** Knows what the exceptions of one library come down to, in words that may be logged and published. */
@FunctionalInterface
public interface Diagnosis {

    /** Why a run failed with this exception; empty where none of its causes belongs to the library. */
    Optional<RunException> of(Throwable thrown);
}
