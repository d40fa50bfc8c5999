package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.sandbox.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One access token for an account, kept as long as it lives. */
class AccessTokenTest {

    private final SettableClock clock = new SettableClock("2026-11-23T12:00:00Z");
    private final AccessToken token = new AccessToken(clock);

    @Test
    void is_missing_at_first() {
        assertThat(token.isMissing()).isTrue();
    }

    @Test
    void is_kept_for_its_hour_less_three_minutes() {
        token.keep("tok", 3599);

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer tok");
        assertKeptFor(Duration.ofSeconds(3599 - 180));
    }

    @ParameterizedTest
    @CsvSource({"60, 30", "180, 90", "360, 180", "361, 181", "400, 220", "600, 420", "7200, 7020"})
    void is_used_for_half_a_short_life_at_least(int life, int use) {
        token.keep("tok", life);

        assertKeptFor(Duration.ofSeconds(use));
    }

    /** Whatever an answer says, Zoom is not asked in each request, nor is a token used for ever. */
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
    void is_asked_for_once_a_day_at_least_and_twice_a_minute_at_most(long life, int use) {
        token.keep("tok", life);

        assertKeptFor(Duration.ofSeconds(use));
    }

    @Test
    void is_replaced_by_the_next() {
        token.keep("first", 600);
        clock.moveOn(Duration.ofSeconds(599));

        token.keep("second", 600);

        assertThat(token.bearer()).isEqualTo("Bearer second");
        assertKeptFor(Duration.ofSeconds(420));
    }

    @Test
    void is_missing_when_zoom_no_longer_accepts_it() {
        token.keep("tok", 3599);

        token.forget("Bearer tok");

        assertThat(token.isMissing()).isTrue();
    }

    /** Several windows may have been asked for with the same old token: one of them has replaced it by now. */
    @Test
    void is_kept_when_it_is_newer_than_the_one_that_zoom_no_longer_accepts() {
        token.keep("newer", 3599);

        token.forget("Bearer older");

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer newer");
    }

    @Test
    void is_there_again_when_zoom_gives_the_next_one() {
        token.keep("tok", 3599);
        token.forget("Bearer tok");

        token.keep("next", 3599);

        assertThat(token.isMissing()).isFalse();
        assertThat(token.bearer()).isEqualTo("Bearer next");
    }

    @Test
    void is_asked_for_by_one_at_a_time() {
        assertThat(token.asking().tryAcquire()).isTrue();

        assertThat(token.asking().tryAcquire()).isFalse();
    }

    @Test
    void is_in_no_text() {
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
