package io.zoomhosts.sandbox;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The stories of the sandbox's hosts, as its rows tell them in any month. */
class StoryTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> DEPARTMENTS_THAT_RARELY_HOST = Set.of("Finance", "Legal");

    private final SandboxAccount account =
            new SandboxAccount(SandboxOptions.defaults().seed(), 650, 350);
    private final Map<String, Map<String, JsonNode>> lists = new HashMap<>();

    static Stream<YearMonth> months() {
        return IntStream.rangeClosed(1, 12).mapToObj(month -> YearMonth.of(2026, month));
    }

    @ParameterizedTest
    @MethodSource("months")
    void hosts_with_a_licence_are_idle_for_one_month_and_for_three_and_for_six(YearMonth newest) {
        Map<Integer, Set<String>> idle = licensed(newest).stream()
                .collect(groupingBy(
                        id -> (int) IntStream.range(0, 7)
                                .takeWhile(ago -> !active(newest.minusMonths(ago))
                                                .containsKey(id)
                                        && inactive(newest.minusMonths(ago)).containsKey(id))
                                .count(),
                        toSet()));

        assertThat(idle.get(0)).hasSizeGreaterThan(licensed(newest).size() / 2);
        assertThat(idle.get(1)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(idle.get(3)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(idle.get(6)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(idle.get(7)).hasSizeBetween(75, 100);
    }

    @ParameterizedTest
    @MethodSource("months")
    void new_hosts_are_in_no_list_before_they_are_created(YearMonth newest) {
        Set<String> created = created(newest, newest.minusMonths(1));
        Set<String> before = new HashSet<>();
        for (int ago = 2; ago < 8; ago++) {
            before.addAll(all(newest.minusMonths(ago)));
        }

        assertThat(created).hasSizeBetween(10, 30).doesNotContainAnyElementsOf(before);
        assertThat(all(newest.minusMonths(1))).containsAll(created(newest.minusMonths(1), newest.minusMonths(1)));
        assertThat(created(newest.minusMonths(1), newest)).isEmpty();
        assertThat(created)
                .filteredOn(id -> !active(newest).containsKey(id)
                        && !active(newest.minusMonths(1)).containsKey(id))
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("months")
    void hosts_that_are_gone_stay_gone(YearMonth newest) {
        Set<String> gone = all(newest.minusMonths(6));
        gone.removeAll(all(newest.minusMonths(3)));

        assertThat(gone).hasSizeBetween(15, 45);
        for (int ago = 0; ago < 3; ago++) {
            assertThat(all(newest.minusMonths(ago))).doesNotContainAnyElementsOf(gone);
        }
    }

    @ParameterizedTest
    @MethodSource("months")
    void hosts_get_a_licence(YearMonth newest) {
        Set<String> licensedLately = licensed(newest);
        licensedLately.removeIf(id -> {
            JsonNode row = row(newest.minusMonths(2), id);
            return row == null || row.path("type").intValue() == 2;
        });

        assertThat(licensedLately).hasSizeBetween(15, 30);
        assertThat(licensedLately)
                .extracting(id -> row(newest.minusMonths(2), id).path("type").intValue())
                .containsOnly(1, 4)
                .contains(1, 4);
        assertThat(licensedLately)
                .filteredOn(id -> IntStream.range(0, 3)
                        .noneMatch(ago -> active(newest.minusMonths(ago)).containsKey(id)))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("months")
    void hosts_get_another_name_and_address_from_a_month_on(YearMonth newest) {
        Set<String> renamed = new HashSet<>();
        for (String id : all(newest)) {
            List<String> names = people(newest, id, "user_name");
            List<String> addresses = people(newest, id, "email");
            assertThat(names).hasSizeLessThanOrEqualTo(2);
            assertThat(addresses).hasSameSizeAs(names);
            if (names.size() == 2) {
                renamed.add(id);
            }
        }

        assertThat(renamed).hasSizeBetween(10, 40);
    }

    /** Different values of a field in the last seven months, oldest first, without those that are the same as before. */
    private List<String> people(YearMonth newest, String id, String field) {
        List<String> values = IntStream.range(0, 7)
                .mapToObj(ago -> row(newest.minusMonths(6 - ago), id))
                .filter(row -> row != null)
                .map(row -> row.path(field).textValue())
                .toList();
        return IntStream.range(0, values.size())
                .filter(i -> i == 0 || !values.get(i).equals(values.get(i - 1)))
                .mapToObj(values::get)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("months")
    void some_hosts_are_in_both_lists_of_a_month(YearMonth month) {
        Set<String> both = new HashSet<>(active(month).keySet());
        both.retainAll(inactive(month).keySet());

        assertThat(both).hasSizeBetween(5, 10);
        assertThat(both).allSatisfy(id -> {
            assertThat(active(month).get(id).path("meetings").intValue()).isPositive();
            assertThat(inactive(month).get(id).path("meetings").intValue()).isZero();
        });
    }

    @ParameterizedTest
    @MethodSource("months")
    void a_few_departments_rarely_host(YearMonth month) {
        Map<String, List<JsonNode>> active = active(month).values().stream().collect(groupingBy(StoryTest::department));
        Map<String, List<JsonNode>> inactive =
                inactive(month).values().stream().collect(groupingBy(StoryTest::department));

        assertThat(active.keySet()).hasSize(13).allSatisfy(department -> {
            int idle = inactive.get(department).size();
            double share = (double) idle / (idle + active.get(department).size());
            if (DEPARTMENTS_THAT_RARELY_HOST.contains(department)) {
                assertThat(share).isGreaterThan(0.5);
            } else {
                assertThat(share).isLessThan(0.5);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("months")
    void no_host_is_created_or_signs_in_after_the_month(YearMonth month) {
        Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        for (JsonNode row : Stream.concat(active(month).values().stream(), inactive(month).values().stream())
                .toList()) {
            Instant created = created(row);
            assertThat(created).isBefore(end);
            if (row.has("last_login_time")) {
                assertThat(Instant.parse(row.path("last_login_time").textValue()))
                        .isAfter(created)
                        .isBefore(end);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"650, 350, 1", "350, 650, 2", "19, 6, 3", "6, 19, 3", "75, 20, 4", "1600, 401, 5", "5, 3, 6"})
    void every_list_has_its_number_of_different_hosts(int activeHosts, int idleHosts, long seed) {
        SandboxAccount other = new SandboxAccount(seed, activeHosts, idleHosts);

        for (YearMonth month : months().toList()) {
            assertThat(list(other, "active", month)).hasSize(activeHosts);
            assertThat(list(other, "inactive", month)).hasSize(idleHosts);
            assertThat(other.rows("active", month.atDay(1), month.atEndOfMonth()))
                    .startsWith(HostRow.SAMPLE_ACTIVE);
            assertThat(other.rows("inactive", month.atDay(1), month.atEndOfMonth()))
                    .startsWith(HostRow.SAMPLE_INACTIVE);
        }
    }

    @ParameterizedTest
    @CsvSource({"900, 100", "100, 900", "100, 0", "0, 100", "800, 200"})
    void nobody_comes_or_goes_in_an_account_with_few_active_or_few_inactive_hosts(int activeHosts, int idleHosts) {
        SandboxAccount other = new SandboxAccount(1, activeHosts, idleHosts);
        Set<String> first = new HashSet<>();

        for (YearMonth month : months().toList()) {
            Set<String> ids = new HashSet<>(list(other, "active", month).keySet());
            ids.addAll(list(other, "inactive", month).keySet());
            first.addAll(ids);
            assertThat(ids).hasSize(activeHosts + idleHosts).isEqualTo(first);
        }
    }

    private Map<String, JsonNode> active(YearMonth month) {
        return lists.computeIfAbsent("active " + month, key -> list(account, "active", month));
    }

    private Map<String, JsonNode> inactive(YearMonth month) {
        return lists.computeIfAbsent("inactive " + month, key -> list(account, "inactive", month));
    }

    /** By id; fails if two rows have the same. */
    private static Map<String, JsonNode> list(SandboxAccount account, String type, YearMonth month) {
        return account.rows(type, month.atDay(1), month.atEndOfMonth()).stream()
                .map(StoryTest::json)
                .collect(toMap(row -> row.path("id").textValue(), Function.identity()));
    }

    private Set<String> all(YearMonth month) {
        Set<String> ids = new HashSet<>(active(month).keySet());
        ids.addAll(inactive(month).keySet());
        return ids;
    }

    private JsonNode row(YearMonth month, String id) {
        JsonNode row = active(month).get(id);
        return row == null ? inactive(month).get(id) : row;
    }

    private Set<String> licensed(YearMonth month) {
        return all(month).stream()
                .filter(id -> row(month, id).path("type").intValue() == 2)
                .collect(toSet());
    }

    /** Hosts of a month's lists that were created on or after the first day of another month. */
    private Set<String> created(YearMonth month, YearMonth since) {
        return all(month).stream()
                .filter(id -> !created(row(month, id))
                        .isBefore(since.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
                .collect(toSet());
    }

    private static Instant created(JsonNode row) {
        return Instant.parse(row.path("create_time").textValue());
    }

    private static String department(JsonNode row) {
        return row.path("dept").textValue();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
