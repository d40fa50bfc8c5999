package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One access token per account, kept for its hour. */
class AccessTokenTest {

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final AccessToken token = new AccessToken(clock);

    @Test
    void token_is_missing_at_first() {
        assertThat(token.isMissing()).isTrue();
    }

    @Test
    void token_is_kept_for_its_hour_less_three_minutes() {
        token.keep("tok", 3599);

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer tok");
        assertKeptFor(Duration.ofSeconds(3599 - 180));
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "180, 90", "360, 180", "361, 181", "400, 220", "600, 420", "7200, 7020"})
    void token_with_a_short_life_is_used_for_half_of_it(int life, int use) {
        token.keep("tok", life);

        assertKeptFor(Duration.ofSeconds(use));
    }

    /** An odd {@code expires_in} must lead neither to a token request per page nor to a token that is used forever. */
    @ParameterizedTest
    @CsvSource({
        "59,                   30",
        "0,                    30",
        "-1,                   30",
        "-9223372036854775808, 30",
        "86400,                86220",
        "86401,                86220",
        "9223372036854775807,  86220",
    })
    void token_is_requested_at_least_daily_and_at_most_twice_a_minute(long life, int use) {
        token.keep("tok", life);

        assertKeptFor(Duration.ofSeconds(use));
    }

    @Test
    void token_is_replaced_by_the_next() {
        token.keep("first", 600);
        clock.moveOn(Duration.ofSeconds(599));

        token.keep("second", 600);

        assertThat(token.bearer()).isEqualTo("Bearer second");
        assertKeptFor(Duration.ofSeconds(420));
    }

    @Test
    void token_is_dropped_when_zoom_rejects_it() {
        token.keep("tok", 3599);

        token.forget("Bearer tok");

        assertThat(token.isMissing()).isTrue();
    }

    /** Several windows may have used the same old token, and one of them has replaced it already. */
    @Test
    void token_is_kept_when_zoom_rejects_an_older_one() {
        token.keep("newer", 3599);

        token.forget("Bearer older");

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer newer");
    }

    @Test
    void token_is_available_again_after_the_next_answer() {
        token.keep("tok", 3599);
        token.forget("Bearer tok");

        token.keep("next", 3599);

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer next");
    }

    @Test
    void token_is_requested_by_one_thread_at_a_time() {
        assertThat(token.asking().tryAcquire()).isTrue();

        assertThat(token.asking().tryAcquire()).isFalse();
    }

    @Test
    void token_is_not_in_toString() {
        token.keep("T0K3N", 3599);

        assertThat(token.toString()).doesNotContain("T0K3N");
    }

    private void assertKeptFor(Duration use) {
        clock.moveOn(use.minusMillis(1));
        assertThat(token.isMissing()).isFalse();
        clock.moveOn(Duration.ofMillis(1));
        assertThat(token.isMissing()).isTrue();
    }
}
