package io.zoomhosts.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kinds of failure, a daily limit and an undecided commit. */
class FailureTest {

    @ParameterizedTest
    @EnumSource(Failure.class)
    void text_is_lower_case_words_with_hyphens(Failure failure) {
        assertThat(failure.text())
                .matches("[a-z]+(-[a-z]+)*")
                .isEqualToIgnoringCase(failure.name().replace('_', '-'));
    }

    @Test
    void daily_limit_gives_the_second_when_it_ends() {
        Instant until = Instant.parse("2026-11-02T00:00:00.123Z");

        DailyLimitException limit = new DailyLimitException(until);

        assertThat(limit.until()).isEqualTo(until);
        assertThat(limit).hasMessageContaining("again at 2026-11-02T00:00:00Z");
        assertThat(limit.failure()).isEqualTo(Failure.DAILY_LIMIT);
    }

    @Test
    void finds_an_undecided_commit_among_the_causes() {
        UndecidedException undecided = new UndecidedException(new IllegalStateException("no answer"));

        assertThat(UndecidedException.isIn(undecided)).isTrue();
        assertThat(UndecidedException.isIn(new IllegalStateException("outer", undecided)))
                .isTrue();
        assertThat(UndecidedException.isIn(new IllegalStateException("no answer")))
                .isFalse();
        assertThat(UndecidedException.isIn(null)).isFalse();
    }
}
