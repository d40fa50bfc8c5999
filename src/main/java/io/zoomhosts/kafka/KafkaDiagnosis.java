package io.zoomhosts.kafka;

import io.zoomhosts.failure.Diagnosis;
import io.zoomhosts.failure.RunException;
import java.util.Optional;

/** What exceptions of Kafka's clients come down to. */
public final class KafkaDiagnosis implements Diagnosis {

    @Override
    public Optional<RunException> of(Throwable thrown) {
        return Optional.ofNullable(KafkaFailure.in(thrown)).map(KafkaFailure::ofRun);
    }
}
