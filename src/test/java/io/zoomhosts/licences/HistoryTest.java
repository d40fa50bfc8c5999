package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {

    private final History history = new History();

    @Test
    void has_a_letter_for_each_month_newest_first() {
        history.addInactive(0, 2, false);
        history.addInactive(1, 1, false);
        history.addActive(2, 2, 10L, 90L, 600L);
        history.addActive(3, 2, 10L, 20L, 400L);
        history.addActive(4, 1, 1L, 2L, 3L);

        assertThat(history.letters(6)).isEqualTo("ibhsg?");
        assertThat(history.monthsIdle(6)).isEqualTo(2);
        assertThat(history.monthsKnown(6)).isEqualTo(5);
    }

    @Test
    void a_host_in_both_lists_hosted() {
        history.addInactive(0, 2, false);
        history.addActive(0, 2, 1L, 5L, 60L);

        assertThat(history.letters(1)).isEqualTo("h");
        assertThat(history.monthsIdle(1)).isZero();
    }

    @Test
    void an_inactive_row_with_meetings_is_believed() {
        history.addInactive(0, 2, true);

        assertThat(history.letters(1)).isEqualTo("h");
    }

    @Test
    void months_beyond_the_row_of_months_do_not_count() {
        history.addInactive(0, 2, false);
        history.addInactive(1, 2, false);
        history.addActive(2, 2, 1L, 5L, 60L);

        assertThat(history.monthsIdle(1)).isEqualTo(1);
        assertThat(history.monthsKnown(1)).isEqualTo(1);
    }

    @Test
    void who_did_not_say_how_long_needed_a_licence() {
        history.addActive(0, 2, null, 1L, 1L);
        history.addActive(1, 2, 1L, null, 1L);
        history.addActive(2, 2, 1L, 1L, null);
        history.addActive(3, 2, 0L, 0L, 0L);

        assertThat(history.letters(4)).isEqualTo("hhhh");
    }
}
