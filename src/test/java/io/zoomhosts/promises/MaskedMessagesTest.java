package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of Zoom appear in log and run events without addresses, ids and secrets. */
@ExtendWith(WithKafka.class)
class MaskedMessagesTest {

    /** As long as Zoom's are. */
    private static final String SECRET = "sandboxClientSecret0123456789abc";

    private static final SandboxOptions OPTIONS = Rig.options().withClient("sandbox-client-id-0000", SECRET);

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "jill.chill@example.org", "BzBAAAAAAAfprg1233xyz"})
    void does_not_repeat_private_words_of_zoom(String confidential, KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka, OPTIONS)) {
            rig.zoom()
                    .fault(ReportStub.always(SandboxAnswer.error(
                            400, 1010, "The user " + confidential + " does not belong to this account.")));

            Run run = rig.collect(Rig.lastMonth("active")).get(0);

            assertThat(run.error()).hasMessageContaining("400").message().doesNotContain(confidential);
            assertThat(rig.runs().committed())
                    .singleElement()
                    .extracting(record -> record.value())
                    .asString()
                    .doesNotContain(confidential);
        }
    }
}
