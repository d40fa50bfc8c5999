package io.zoomhosts.zoom;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.DailyLimitException;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.failure.RunException;
import io.zoomhosts.report.HostReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failure that each answer of Zoom other than 200 means. */
class FailedAnswersTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    /** status, body, requested page, failure, part of the message */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    # status | body                                            | page  | failure            | named in the message
                    500      | {"code":500,"message":"oops"}                   | first | ZOOM_UNAVAILABLE   | answered 500 with code 500: oops
                    502      | <html>Bad Gateway</html>                        | first | ZOOM_UNAVAILABLE   | answered 502
                    503      | -                                               | later | ZOOM_UNAVAILABLE   | answered 503
                    504      | -                                               | later | ZOOM_UNAVAILABLE   | answered 504
                    408      | -                                               | first | ZOOM_UNAVAILABLE   | answered 408
                    500      | {"code":300,"message":"The next page token"}    | later | ZOOM_UNAVAILABLE   | code 300
                    300      | {"code":300,"message":"token is invalid"}       | later | PAGE_TOKEN_EXPIRED | answered 300 with code 300: token is invalid
                    300      | -                                               | later | PAGE_TOKEN_EXPIRED | answered 300
                    400      | {"code":300,"message":"token is invalid"}       | later | PAGE_TOKEN_EXPIRED | answered 400 with code 300: token is invalid
                    400      | {"code":"300","message":"token is invalid"}     | later | PAGE_TOKEN_EXPIRED | code 300
                    400      | {"code":300,"message":"Invalid date"}           | first | BAD_WINDOW         | Invalid date. Zoom rejects the window
                    300      | {"code":300,"message":"Invalid date"}           | first | BAD_WINDOW         | six months
                    400      | {"code":200,"message":"No permission."}         | first | NOT_PERMITTED      | report:read:list_users:admin
                    400      | {"code":200,"message":"No permission."}         | later | NOT_PERMITTED      | No permission.
                    401      | {"code":4700,"message":"Invalid scopes"}        | first | NOT_PERMITTED      | report:read:list_users:admin
                    400      | {"code":4711,"message":"does not contain scopes"} | first | NOT_PERMITTED    | does not contain scopes
                    401      | {"code":4711,"message":"does not contain scopes"} | later | NOT_PERMITTED    | report:read:list_users:admin
                    403      | {"code":0,"message":"Forbidden"}                | first | NOT_PERMITTED      | report:read:list_users:admin
                    403      | -                                               | first | ZOOM_UNAVAILABLE   | This answer is not from Zoom
                    403      | <html>Blocked</html>                            | later | ZOOM_UNAVAILABLE   | a firewall
                    403      | {"message":"Forbidden"}                         | first | ZOOM_UNAVAILABLE   | This answer is not from Zoom
                    401      | {"message":"Unauthorized"}                      | first | ZOOM_UNAVAILABLE   | This answer is not from Zoom
                    403      | {"error":{"code":"AuthorizationFailed","message":"no"}} | first | ZOOM_UNAVAILABLE | This answer is not from Zoom
                    403      | {"kind":"Status","apiVersion":"v1","code":403,"message":"no"} | first | ZOOM_UNAVAILABLE | This answer is not from Zoom
                    407      | Proxy authentication required                   | first | ZOOM_UNAVAILABLE   | a proxy
                    401      | <html>Sign in</html>                            | first | ZOOM_UNAVAILABLE   | This answer is not from Zoom
                    400      | {"code":300,"message":"Validation Failed.","errors":[{"field":"page_size","message":"The value must be between 1 and 100."}]} | first | REFUSED | Validation Failed; page_size: The value must be between 1 and 100. Zoom rejects a parameter
                    400      | {"code":300,"message":"Validation Failed.","errors":[{"field":"group_id","message":"a@b.example is none"}]} | later | REFUSED | group_id: ***@*** is none
                    400      | {"code":300,"message":"Validation Failed.","errors":[{"field":"from","message":"Too early."}]} | first | BAD_WINDOW | from: Too early. Zoom rejects the window
                    400      | {"code":300,"message":"Validation Failed.","errors":[{"field":"next_page_token","message":"Invalid."}]} | later | PAGE_TOKEN_EXPIRED | next_page_token: Invalid
                    400      | {"errors":["no such thing"]}                    | first | REFUSED            | answered 400; no such thing
                    401      | {"code":124,"message":"Access token is expired."} | later | ACCESS_REFUSED   | code 124: Access token is expired: the access token was rejected
                    401      | {"code":124,"message":"Invalid access token."}  | first | ACCESS_REFUSED     | Invalid access token: the access
                    401      | -                                               | first | ACCESS_REFUSED     | answered 401
                    404      | {"code":2300,"message":"API not recognized"}    | first | REFUSED            | ZOOM_API_URL
                    404      | <html>                                          | first | ZOOM_UNAVAILABLE   | zoom.api-url
                    400      | {"code":1010,"message":"User not found: a@b.example"} | first | REFUSED      | User not found: ***@***
                    400      | -                                               | first | ZOOM_UNAVAILABLE   | answered 400
                    204      | -                                               | first | REFUSED            | answered 204
                    301      | -                                               | first | REFUSED            | Redirects are not followed
                    302      | -                                               | first | REFUSED            | zoom.api-url
                    307      | -                                               | later | REFUSED            | ZOOM_API_URL
                    """)
    void classifies_each_answer(int status, String body, String page, Failure failure, String named) {
        Answer answer = Answers.answer(status, body == null ? "" : body, Map.of());

        RunException reason = FailedAnswers.reason(answer, page.equals("first"), HostReport.REPORT, NOW);

        assertThat(reason.failure()).isEqualTo(failure);
        assertThat(reason).hasMessageContaining(named);
    }

    /** Waits that a run waits out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    # X-RateLimit-Type | Retry-After                   | message                                       | seconds
                    QPS                | -                             | You have reached the maximum per-second rate  | -
                    QPS                | 3                             | -                                             | 3
                    QPS                | 300                           | -                                             | 300
                    QPS                | 2026-11-23T12:00:02Z          | -                                             | 2
                    QPS                | Mon, 23 Nov 2026 12:00:05 GMT | -                                             | 5
                    QPS                | 0                             | -                                             | -
                    QPS                | 2020-05-31T00:00:00Z          | -                                             | -
                    QPS                | garbage                       | -                                             | -
                    qps                | -                             | daily                                         | -
                    -                  | -                             | You have reached the maximum per-second rate  | -
                    -                  | -                             | Too many requests                             | -
                    -                  | -                             | -                                             | -
                    -                  | 2                             | -                                             | 2
                    """)
    void waits_out_a_429_per_second(String type, String retryAfter, String message, Long seconds) {
        for (Map<String, String> headers : inAnyCase(type, retryAfter)) {
            RunException reason = FailedAnswers.reason(tooManyRequests(message, headers), true, HostReport.REPORT, NOW);

            assertThat(reason.failure()).isEqualTo(Failure.RATE_LIMITED);
            assertThat(((ZoomException) reason).retryAfter())
                    .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
                    # X-RateLimit-Type | Retry-After                   | message                                       | until
                    Daily-limit        | 2026-11-24T00:00:00Z          | You have reached the maximum daily rate limit | 2026-11-24T00:00:00Z
                    Daily-limit        | Tue, 24 Nov 2026 00:00:00 GMT | -                                             | 2026-11-24T00:00:00Z
                    Daily-limit        | 3600                          | -                                             | 2026-11-23T13:00:00Z
                    Daily-limit        | -                             | -                                             | 2026-11-24T00:00:00Z
                    Daily-limit        | garbage                       | -                                             | 2026-11-24T00:00:00Z
                    DAILY-LIMIT        | -                             | per-second                                    | 2026-11-24T00:00:00Z
                    -                  | -                             | You have reached the maximum Daily rate limit | 2026-11-24T00:00:00Z
                    -                  | 2026-11-24T06:00:00+01:00     | the DAILY limit                               | 2026-11-24T05:00:00Z
                    QPS                | 301                           | -                                             | 2026-11-23T12:05:01Z
                    Daily-limit        | 2027-11-24T00:00:00Z          | -                                             | 2026-11-24T13:00:00Z
                    QPS                | 99999999                      | -                                             | 2026-11-24T13:00:00Z
                    -                  | 2026-11-24T00:00:00Z          | Too many requests                             | 2026-11-24T00:00:00Z
                    """)
    void daily_limit_429_gives_the_time_when_it_ends(String type, String retryAfter, String message, Instant until) {
        for (Map<String, String> headers : inAnyCase(type, retryAfter)) {
            RunException reason =
                    FailedAnswers.reason(tooManyRequests(message, headers), false, HostReport.REPORT, NOW);

            assertThat(reason).isInstanceOf(DailyLimitException.class).hasMessageContaining(until.toString());
            assertThat(reason.failure()).isEqualTo(Failure.DAILY_LIMIT);
            assertThat(((DailyLimitException) reason).until()).isEqualTo(until);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, 3001, true",
        "404, 1001, true",
        "404, 1010, true",
        "400, 1010, true",
        "400, 12702, true",
        "404, 2300, false",
        "404, 404, false",
        "400, 300, false",
        "400, 3001, false",
        "200, 3001, false",
        "500, 1001, false",
    })
    void recognises_that_zoom_has_no_report_on_a_subject(int status, int code, boolean withoutReport) {
        Answer answer = Answers.answer(status, "{\"code\":" + code + ",\"message\":\"no\"}", Map.of());

        assertThat(FailedAnswers.isWithoutReport(answer)).isEqualTo(withoutReport);
    }

    private static Answer tooManyRequests(String message, Map<String, String> headers) {
        String body = message == null ? "" : "{\"code\":429,\"message\":\"" + message + "\"}";
        return Answers.answer(429, body, headers);
    }

    private static List<Map<String, String>> inAnyCase(String type, String retryAfter) {
        return List.of(
                headers("X-RateLimit-Type", type, "Retry-After", retryAfter),
                headers("x-ratelimit-type", type, "retry-after", retryAfter),
                headers("X-RATELIMIT-TYPE", type, "RETRY-AFTER", retryAfter));
    }

    private static Map<String, String> headers(String... namesAndValues) {
        Map<String, String> headers = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                headers.put(namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return headers;
    }
}
