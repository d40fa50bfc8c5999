package io.zoomhosts.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page repeats of the window of 5 September 2026, or of that month, in each form. */
class EchoTest {

    private static final Window DAY = HostReport.window("active", "2026-09-05", "2026-09-05");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DATES      | "from":"2026-09-05","to":"2026-09-05"                               | true
            DATES      | "from":"2026-09-04","to":"2026-09-05"                               | false
            DATES      | "from":"2026-09-05T00:00:00Z","to":"2026-09-05T00:00:00Z"           | false
            DATES      | "from":"2026-09-05"                                                 | false
            DATE_TIMES | "from":"2026-09-05T00:00:00Z","to":"2026-09-05T23:59:59Z"           | true
            DATE_TIMES | "from":"2026-09-05T00:00:00Z","to":"2026-09-06T00:00:00Z"           | false
            DATE_TIMES | "from":"2026-09-05","to":"2026-09-05"                               | false
            DATE_TIMES | "to":"2026-09-05T00:00:00Z"                                         | false
            YEAR_MONTH | "year":2026,"month":9                                               | true
            YEAR_MONTH | "year":"2026","month":"9"                                           | true
            YEAR_MONTH | "year":2026,"month":10                                              | false
            YEAR_MONTH | "year":2025,"month":9                                               | false
            YEAR_MONTH | "month":9                                                           | false
            UUID       | "uuid":"4444AAAiAAAAAiAiAiiAii=="                                   | true
            UUID       | "uuid":"4444AAAiAAAAAiAiAiiAiI=="                                   | false
            UUID       | "id":85746065                                                       | false
            NONE       | "from":"1999-01-01"                                                 | true
            """)
    void is_of_the_window_only_if_each_member_matches(Echo echo, String members, boolean expected) throws IOException {
        assertThat(echo.isRightIn(page(members))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            DATES      | "from":"2026-09-04","to":"2026-09-05" | from 2026-09-04, to 2026-09-05
            DATES      | "to":"2026-09-05"                     | to 2026-09-05
            YEAR_MONTH | "year":2026,"month":10                | year 2026, month 10
            YEAR_MONTH | "from":"2026-09-04"                   | no window
            UUID       | "uuid":"4444=="                       | uuid 4444==
            UUID       | "id":85746065                         | no meeting
            """)
    void says_what_zoom_repeated(Echo echo, String members, String said) throws IOException {
        assertThat(echo.said(page(members))).isEqualTo(said);
    }

    private static Page page(String members) throws IOException {
        return Page.read(
                ("{" + members + ",\"users\":[]}").getBytes(UTF_8),
                PageRequest.first("ACCOUNT", DAY, "4444AAAiAAAAAiAiAiiAii=="),
                HostReport.FETCHED_AT);
    }
}
