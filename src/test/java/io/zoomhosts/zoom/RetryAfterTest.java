package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Retry-After as seconds, as an HTTP date, or as the ISO instant of Zoom's daily limits. */
class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0                                   | 2026-11-23T12:00:00Z
                    1                                   | 2026-11-23T12:00:01Z
                    086400                              | 2026-11-24T12:00:00Z
                    '  30 '                             | 2026-11-23T12:00:30Z
                    Sun, 31 May 2020 00:00:00 GMT       | 2020-05-31T00:00:00Z
                    Tue, 24 Nov 2026 00:00:00 GMT       | 2026-11-24T00:00:00Z
                    Tue, 24 Nov 2026 00:00:00 +0100     | 2026-11-23T23:00:00Z
                    2020-05-31T00:00:00Z                | 2020-05-31T00:00:00Z
                    2026-11-24T00:00:00Z                | 2026-11-24T00:00:00Z
                    ' 2026-11-24T00:00:00Z '            | 2026-11-24T00:00:00Z
                    2026-11-24T00:00Z                   | 2026-11-24T00:00:00Z
                    2026-11-24T00:00:00+00:00           | 2026-11-24T00:00:00Z
                    2026-11-24T00:00:00+05:30           | 2026-11-23T18:30:00Z
                    2026-11-24T00:00:00-08:00           | 2026-11-24T08:00:00Z
                    2026-11-24T00:00:00                 | 2026-11-24T00:00:00Z
                    2026-11-24T00:00                    | 2026-11-24T00:00:00Z
                    2026-11-24T00:00:00.5Z              | 2026-11-24T00:00:00.500Z
                    2026-11-24T00:00:00.123456          | 2026-11-24T00:00:00.123456Z
                    2026-11-24T00:00:00.123-01:00       | 2026-11-24T01:00:00.123Z
                    """)
    void reads_seconds_and_dates(String header, Instant until) {
        assertThat(RetryAfter.parse(header, NOW)).contains(until);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "soon",
                "-1",
                "-2026-11-24T00:00:00Z",
                "+5",
                "1.5",
                "10s",
                "1,000",
                "0x10",
                "99999999999999999999",
                "9223372036854775807",
                "2026-13-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-11-24T25:00:00Z",
                "2026-11-24T00:00:00Z2026-11-24T00:00:00Z",
                "24 Nov 2026",
                "Mon, 24 Nov 2026 00:00:00 GMT",
                "Tue, 24 Nov 2026 00:00:00",
                "Z",
                "T",
            })
    void ignores_values_that_are_neither_seconds_nor_dates(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T12:00:00Z,           2026-11-24T00:00:00Z",
        "2026-11-23T00:00:00Z,           2026-11-24T00:00:00Z",
        "2026-11-23T23:59:59.999999999Z, 2026-11-24T00:00:00Z",
        "2026-12-31T12:00:00Z,           2027-01-01T00:00:00Z",
        "2028-02-28T12:00:00Z,           2028-02-29T00:00:00Z",
    })
    void next_day_begins_at_midnight_utc(Instant now, Instant nextDay) {
        assertThat(RetryAfter.nextDay(now)).isEqualTo(nextDay);
    }
}
