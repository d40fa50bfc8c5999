package io.zoomhosts.failure;

import java.util.Optional;

/** Explains the exceptions of one library, with messages that may be logged and published. */
@FunctionalInterface
public interface Diagnosis {

    /** Why a run failed with this exception; empty if neither it nor a cause belongs to the library. */
    Optional<RunException> of(Throwable thrown);
}
