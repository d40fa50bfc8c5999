package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.HostReport;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.report.Window;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The query of a request for a page. */
class PageQueryTest {

    private static final String ASKED = "type=active&from=2026-10-01&to=2026-10-31";

    @Test
    void requests_the_first_page_without_a_token() {
        Window window = window(parameters("page_size=300&group_id=g1"));

        assertThat(query(window, null)).isEqualTo(ASKED + "&page_size=300&group_id=g1");
    }

    @Test
    void requests_later_pages_with_the_same_parameters_and_the_token() {
        Window window = window(parameters("page_size=300"));

        assertThat(query(window, "b43YB")).isEqualTo(ASKED + "&page_size=300&next_page_token=b43YB");
    }

    @Test
    void sends_varied_parameters_in_the_reports_order_before_the_dates() {
        Map<String, String> varied = parameters("type=2&query_date_type=start_time");
        Window window = new Window(
                HostReport.asking(Map.of()), varied, LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"));

        assertThat(query(window, null)).isEqualTo("type=2&query_date_type=start_time&from=2026-10-01&to=2026-10-31");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a+b/c==               | a%2Bb%2Fc%3D%3D
                    a&type=inactive       | a%26type%3Dinactive
                    100%                  | 100%25
                    %2B                   | %252B
                    a b                   | a%20b
                    ` a `                 | %20a%20
                    ` `                   | %20
                    a#b?c                 | a%23b%3Fc
                    é王😀                  | %C3%A9%E7%8E%8B%F0%9F%98%80
                    ${x}{{y}}             | %24%7Bx%7D%7B%7By%7D%7D
                    a-b_c.d               | a-b_c.d
                    """)
    void encodes_any_token(String token, String encoded) {
        Window window = window(Map.of());

        assertThat(query(window, token)).isEqualTo(ASKED + "&next_page_token=" + encoded);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    group_id=                             | ``
                    `group_id= `                          | ``
                    group_id=&page_size=300               | &page_size=300
                    a=1&b=&c=3                            | &a=1&c=3
                    z=1&a=2                               | &z=1&a=2
                    group_id=a+b/c==                      | &group_id=a%2Bb%2Fc%3D%3D
                    group_id=a b                          | &group_id=a%20b
                    `group_id= a `                        | &group_id=a
                    """)
    void skips_empty_parameters_such_as_group_id_and_encodes_the_others(String parameters, String query) {
        Window window = window(parameters(parameters));

        assertThat(query(window, null)).isEqualTo(ASKED + query);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    4444AAAiAAAAAiAiAiiAii== | 4444AAAiAAAAAiAiAiiAii%3D%3D
                    jZXh/Elz+A==             | jZXh%2FElz%2BA%3D%3D
                    /H4URxTPYdaNZA==         | %252FH4URxTPYdaNZA%253D%253D
                    0GH0//agM1//A==          | 0GH0%252F%252FagM1%252F%252FA%253D%253D
                    a@b.example              | a%40b.example
                    a+b$1@b.example          | a%2Bb%241%40b.example
                    """)
    void encodes_a_subject_once_or_twice(String subject, String encoded) {
        ReportDeclaration declaration = HostReport.declaration();
        declaration.setPath("/report/meetings/{meetingId}/participants");
        declaration.setSubjects("hosts");
        declaration.setSubject("id");
        declaration.setWhere("report.type=active");
        declaration.setTopic("zoom.participants");
        declaration.setUnchecked(true);
        Report report = new Reports(
                        () -> Map.of("hosts", HostReport.declaration(), "participants", declaration), List.of("hosts"))
                .get("participants");
        Window window = new Window(report, Map.of(), LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-01"));

        assertThat(new PageRequests(Clock.systemUTC(), RequestListener.NONE)
                        .path(PageRequest.first("ACCOUNT", window, subject)))
                .isEqualTo("/report/meetings/" + encoded + "/participants");
    }

    private static String query(Window window, String token) {
        return new PageRequests(Clock.systemUTC(), RequestListener.NONE)
                .query(PageRequest.first("ACCOUNT", window).next(token));
    }

    private static Window window(Map<String, String> query) {
        return new Window(
                HostReport.asking(query),
                Map.of("type", "active"),
                LocalDate.parse("2026-10-01"),
                LocalDate.parse("2026-10-31"));
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : text.split("&")) {
            int equals = parameter.indexOf('=');
            parameters.put(parameter.substring(0, equals), parameter.substring(equals + 1));
        }
        return parameters;
    }
}
