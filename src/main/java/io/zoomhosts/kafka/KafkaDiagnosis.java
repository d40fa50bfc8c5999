package io.zoomhosts.kafka;

import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.RunException;
import java.util.Optional;

/** Turns exceptions of Kafka clients into the reason why a run failed. */
public final class KafkaDiagnosis implements Diagnosis {

    @Override
    public Optional<RunException> of(Throwable thrown) {
        return Optional.ofNullable(KafkaFailure.in(thrown)).map(KafkaFailure::ofRun);
    }
}
