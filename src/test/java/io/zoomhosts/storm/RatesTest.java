package io.zoomhosts.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.storm.Rates.Sent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RatesTest {

    @Test
    void finds_a_second_with_too_many_requests_across_full_seconds() {
        List<Sent> sent = List.of(sent("a", 900), sent("b", 950), sent("a", 1_000), sent("a", 1_899));

        assertThat(Rates.largest(sent)).containsEntry("a", 3).containsEntry("b", 1);
        assertThat(Rates.check(sent, 2)).singleElement().satisfies(found -> assertThat(found.text())
                .contains("3 requests of a"));
    }

    @Test
    void accepts_the_rate_that_is_allowed() {
        List<Sent> sent = List.of(sent("a", 0), sent("a", 0), sent("a", 1_000), sent("a", 1_000));

        assertThat(Rates.check(sent, 2)).isEmpty();
    }

    private static Sent sent(String account, long millis) {
        return new Sent(account, account + "/hosts", Instant.ofEpochMilli(millis), 1);
    }
}
