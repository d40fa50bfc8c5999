package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What Zoom says about the requests that are left of the day. */
class DailyRequestsTest {

    private final SettableClock clock = new SettableClock("2026-11-26T23:00:00Z");
    private final DailyRequests requests = new DailyRequests(clock);

    @Test
    void knows_nothing_before_the_first_answer() {
        assertThat(requests.leftForMany()).isEmpty();
    }

    @Test
    void keeps_the_latest_number_until_the_day_ends() {
        requests.left(100, 0);
        requests.left(99, 0);
        assertThat(requests.leftForMany()).hasValue(99);
        assertThat(requests.renewedAt()).isEqualTo("2026-11-27T00:00:00Z");

        clock.moveOn(Duration.ofHours(1));

        assertThat(requests.leftForMany()).isEmpty();
        assertThat(requests.renewedAt()).isEqualTo("2026-11-28T00:00:00Z");
    }

    @Test
    void keeps_a_tenth_of_the_day_for_other_reports() {
        requests.left(3_500, 30_000);
        assertThat(requests.leftForMany()).hasValue(500);

        requests.left(2_999, 30_000);
        assertThat(requests.leftForMany()).hasValue(0);
    }
}
