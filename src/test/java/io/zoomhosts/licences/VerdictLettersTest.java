package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code LicenceOracleIT} tries them with thousands of hosts. */
class VerdictLettersTest {

    @ParameterizedTest
    @CsvSource({
        "iihi, 100, iihh, idle until the month with a meeting",
        "iii,  100, iiix, nothing is known of the fourth month",
        "iii,  1,   innn, created in the month before the newest one",
        "iii,  ,    iixx, without a time of creation one more month has to be known",
        "ii?,  ,    innn, first seen in the month before the newest one",
        "ii?i, 100, iiyz, in neither list in the third month",
        "iibi, 100, illl, without a licence until the third month",
        "ibi,  1,   lmmm, created and licensed lately",
        "sisi, 100, eeee, hosted, but little",
        "sihi, 100, eehh, hosted little until the month with a larger meeting",
        "is?i, 100, iehh, nothing is known of the third month",
    })
    void has_a_letter_for_each_number_of_months(String history, Integer createdAgo, String expected, String why) {
        assertThat(four(VerdictLetters.of(history, createdAgo, false, false)))
                .as(why)
                .isEqualTo(expected);
    }

    @Test
    void who_hosted_since_is_active() {
        assertThat(four(VerdictLetters.of("ihi", 100, true, false))).isEqualTo("sbbb");
        assertThat(four(VerdictLetters.of("isi", 100, true, false))).isEqualTo("sffb");
    }

    @Test
    void nobody_is_idle_if_a_newer_month_is_missing() {
        assertThat(four(VerdictLetters.of("iiiiii", 100, false, true))).isEqualTo("xxxx");
    }

    /** The letters for one to four months. The last one counts for all further months. */
    private static String four(String letters) {
        return IntStream.range(0, 4)
                .mapToObj(months -> letters.substring(Math.min(months, letters.length() - 1))
                        .substring(0, 1))
                .collect(Collectors.joining());
    }
}
