package io.zoomhosts.licences.oracle;

import static io.zoomhosts.licences.oracle.AccountScenario.ONE_MONTH;
import static io.zoomhosts.licences.oracle.AccountScenario.PAGE_MISSING_AND_TWICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.support.AsyncApi;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The script says what it means to say, and its records are as documented. */
class LicenceScriptTest {

    private static final List<Integer> ASKED = List.of(1, 2, 3, 6);
    private static final LicenceScript STANDARD = LicenceScript.standard();
    private static final LicenceScript SMALL =
            new LicenceScript(7, LicenceScript.MINIMUM, LicenceScript.standard().today());

    /** Committed records of the small script. */
    private static final List<ProducerRecord<String, byte[]>> WRITTEN = new ArrayList<>();

    @BeforeAll
    static void write() {
        MockProducer<String, byte[]> active = producer();
        MockProducer<String, byte[]> inactive = producer();
        new ScriptWriter(SMALL, "rows", active, inactive).write();
        WRITTEN.addAll(active.history());
        WRITTEN.addAll(inactive.history());
    }

    private static MockProducer<String, byte[]> producer() {
        MockProducer<String, byte[]> producer =
                new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    @Test
    void has_10_000_hosts_and_every_scenario_in_every_account() {
        List<ScriptedHost> hosts = STANDARD.hosts().toList();

        assertThat(hosts).hasSize(10_000).extracting(ScriptedHost::index).doesNotHaveDuplicates();
        for (LicenceScript script : List.of(STANDARD, SMALL)) {
            assertThat(AccountScenario.values()).allSatisfy(account -> assertThat(script.hosts(account))
                    .extracting(ScriptedHost::scenario)
                    .contains(HostScenario.values()));
        }
        assertThat(AccountScenario.values()).allSatisfy(account -> assertThat(STANDARD.hosts(account))
                .extracting(ScriptedHost::id)
                .doesNotHaveDuplicates());
    }

    @Test
    void every_month_scenario_happens() {
        assertThat(AccountScenario.values())
                .flatExtracting(account -> Stream.iterate(1, month -> month <= Life.MONTHS, month -> month + 1)
                        .map(account::month)
                        .toList())
                .contains(MonthScenario.values());
    }

    @Test
    void ids_and_addresses_are_shared_where_the_scenario_says_so() {
        assertThat(ids(HostScenario.SAME_ID_IN_ANOTHER_ACCOUNT_IDLE))
                .containsAnyElementsOf(ids(HostScenario.SAME_ID_IN_ANOTHER_ACCOUNT_HOSTING));
        assertThat(ids(HostScenario.ID_IN_UPPER_CASE_HOSTING))
                .doesNotContainAnyElementsOf(ids(HostScenario.ID_IN_LOWER_CASE_IDLE))
                .extracting(String::toLowerCase)
                .hasSameElementsAs(ids(HostScenario.ID_IN_LOWER_CASE_IDLE));
        assertThat(emails(HostScenario.SAME_ADDRESS_IDLE))
                .hasSameElementsAs(emails(HostScenario.SAME_ADDRESS_HOSTING))
                .doesNotHaveDuplicates();
        assertThat(emails(HostScenario.RENAMED)).doesNotHaveDuplicates();
    }

    private static List<String> ids(HostScenario scenario) {
        return STANDARD.hosts()
                .filter(host -> host.scenario() == scenario)
                .map(ScriptedHost::id)
                .toList();
    }

    private static List<String> emails(HostScenario scenario) {
        return STANDARD.hosts()
                .filter(host -> host.scenario() == scenario)
                .flatMap(host -> Stream.of(8, 1)
                        .map(month -> host.row(month, 'i', false, Instant.EPOCH)
                                .path("email")
                                .textValue())
                        .distinct())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void derived_verdicts_are_those_written_by_hand(HostScenario scenario) {
        assertThat(ASKED)
                .extracting(months -> verdict(AccountScenario.WHOLE, scenario, months))
                .isEqualTo(ASKED.stream().map(scenario::verdict).toList());
    }

    /** Verdicts for 1, 2, 3 and 6 months, months idle for 3 months, first month known, last month with a meeting. */
    static Stream<Arguments> answersWithGaps() {
        return Stream.of(
                gap(AccountScenario.INACTIVE_LIST_FAILED, "IDLE_FOR_8_MONTHS", "IIIU", 3, "2026-08", null),
                gap(AccountScenario.INACTIVE_LIST_FAILED, "IDLE_FOR_3_MONTHS", "IIIU", 3, "2026-08", "2026-07"),
                gap(AccountScenario.INACTIVE_LIST_FAILED, "IDLE_FOR_2_MONTHS", "IIAA", 2, "2026-08", "2026-08"),
                gap(AccountScenario.INACTIVE_LIST_FAILED, "CREATED_6_MONTHS_AGO", "IIIN", 3, "2026-08", null),
                gap(AccountScenario.ACTIVE_LIST_FAILED, "IDLE_FOR_3_MONTHS", "IIIU", 3, "2026-08", "2026-06"),
                gap(PAGE_MISSING_AND_TWICE, "IDLE_FOR_4_MONTHS", "IIIU", 4, "2026-07", "2026-05"),
                gap(PAGE_MISSING_AND_TWICE, "IDLE_FOR_1_MONTH", "IAAA", 1, "2026-07", "2026-09"),
                gap(PAGE_MISSING_AND_TWICE, "HOSTED_IN_THE_NEWEST_MONTH_ONLY", "AAAA", 0, "2026-07", "2026-10"),
                gap(AccountScenario.MONTH_MISSING, "IDLE_FOR_8_MONTHS", "IIUU", 2, "2026-09", null),
                gap(AccountScenario.MONTH_MISSING, "HOSTED_NOW_AND_THEN", "IIUU", 2, "2026-09", "2026-05"),
                gap(AccountScenario.MONTH_IN_PARTS, "IDLE_FOR_2_MONTHS", "IIUU", 2, "2026-09", "2026-07"),
                gap(AccountScenario.HOSTS_FILTERED, "LICENSED_3_MONTHS_AGO", "IIUU", 2, "2026-09", null),
                gap(AccountScenario.NEWER_RUN_NOT_WHOLE, "IDLE_FOR_8_MONTHS", "IIII", 8, "2026-03", null),
                gap(AccountScenario.NEWEST_INACTIVE_LIST_FAILED, "IDLE_FOR_1_MONTH", "AAAA", 0, "2026-03", "2026-09"),
                gap(AccountScenario.NEWEST_INACTIVE_LIST_FAILED, "IDLE_FOR_3_MONTHS", "IIAA", 2, "2026-03", "2026-07"),
                gap(
                        AccountScenario.NEWEST_INACTIVE_LIST_FAILED,
                        "HOSTED_IN_THE_NEWEST_MONTH_ONLY",
                        "AAAA",
                        7,
                        "2026-03",
                        "2026-10"),
                gap(
                        AccountScenario.NEWEST_MONTH_NOT_SETTLED,
                        "HOSTED_IN_THE_NEWEST_MONTH_ONLY",
                        "AAAA",
                        7,
                        "2026-03",
                        "2026-10"),
                gap(AccountScenario.NEWEST_MONTH_NOT_SETTLED, "LICENSED_IN_THE_NEWEST_MONTH", "----", 0, null, null),
                gap(
                        AccountScenario.NEWEST_ACTIVE_LIST_FAILED,
                        "HOSTED_IN_THE_NEWEST_MONTH_ONLY",
                        "UUUU",
                        7,
                        "2026-03",
                        null),
                gap(ONE_MONTH, "IDLE_FOR_8_MONTHS", "IUUU", 1, "2026-10", null),
                gap(ONE_MONTH, "NO_CREATE_TIME_SEEN_SINCE_THE_NEWEST_MONTH", "UUUU", 1, "2026-10", null),
                gap(ONE_MONTH, "CREATED_3_MONTHS_AGO", "IUNN", 1, "2026-10", null));
    }

    private static Arguments gap(
            AccountScenario account, String scenario, String verdicts, int idle, String known, String hosted) {
        return arguments(account, HostScenario.valueOf(scenario), verdicts, idle, known, hosted);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answersWithGaps")
    void a_gap_ends_the_row_of_months(
            AccountScenario account, HostScenario scenario, String verdicts, int idle, String known, String hosted) {
        assertThat(ASKED.stream()
                        .map(months -> verdict(account, scenario, months))
                        .map(verdict -> verdict == null ? "-" : verdict.name().substring(0, 1))
                        .collect(Collectors.joining()))
                .isEqualTo(verdicts.replace('N', 'T'));
        if (known != null) {
            assertThat(answer(account, scenario, 3)).satisfies(answer -> {
                assertThat(answer.monthsIdle()).isEqualTo(idle);
                assertThat(answer.knownSince()).isEqualTo(known);
                assertThat(answer.lastHostedMonths()).first().isEqualTo(hosted);
            });
        }
    }

    private static Verdict verdict(AccountScenario account, HostScenario scenario, int months) {
        ExpectedHost answer = answer(account, scenario, months);
        return answer == null ? null : answer.verdicts().get(0);
    }

    private static ExpectedHost answer(AccountScenario account, HostScenario scenario, int months) {
        return SMALL.hosts(account)
                .filter(host -> host.scenario() == scenario)
                .findFirst()
                .map(host -> ExpectedHost.of(SMALL, host, months))
                .orElse(null);
    }

    @Test
    void expects_every_listed_host_once_in_the_order_of_account_and_id() {
        for (int months : ASKED) {
            List<ObjectNode> expected = STANDARD.expected(months);
            assertThat(expected)
                    .extracting(host -> host.path("account_id").textValue() + " "
                            + host.path("id").textValue())
                    .hasSizeGreaterThan(8_000)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(expected)
                    .extracting(host -> host.path("verdict").textValue())
                    .contains("active", "idle", "too-new", "unknown");
        }
    }

    @Test
    void records_are_as_documented() {
        AsyncApi documented = new AsyncApi();
        Set<String> exempt = SMALL.hosts()
                .filter(host -> Set.of(
                                HostScenario.WRONG_TYPES, HostScenario.MEETINGS_AS_TEXT, HostScenario.LICENCE_AS_TEXT)
                        .contains(host.scenario()))
                .map(ScriptedHost::id)
                .collect(Collectors.toSet());
        int runs = 0;
        int rows = 0;
        for (ProducerRecord<String, byte[]> record : ours()) {
            JsonNode value = tree(record);
            Map<String, String> headers = new HashMap<>();
            record.headers()
                    .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
            String message;
            String about;
            if (record.topic().equals("rows.runs")) {
                runs++;
                String status = value.path("status").textValue();
                message = status.equals("complete") ? "runCompleted" : "runFailed";
                about = value.path("run_id").textValue() + "/" + status;
                assertThat(value.path("run_id").textValue()).endsWith("/" + record.key());
            } else {
                rows++;
                message = "host";
                about = value.at("/report/run_id").textValue() + "/" + record.key();
                assertThat(value.path("id").textValue()).isEqualTo(record.key());
            }
            assertThat(headers)
                    .containsOnlyKeys(
                            "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "content-type")
                    .containsEntry("ce_id", about)
                    .containsEntry("ce_subject", record.key());
            if (!message.equals("host") || !exempt.contains(record.key())) {
                assertThat(documented.violations(message + "/payload", value)).isEmpty();
            }
        }
        assertThat(runs).isGreaterThan(250);
        assertThat(rows).isGreaterThan(14_000);
    }

    /** The plainest reader: everything in memory, whole runs only, the newest of each window. */
    @Test
    void newest_whole_runs_say_what_the_script_says() {
        Map<String, Map<String, JsonNode>> rows = new HashMap<>();
        Map<String, JsonNode> complete = new TreeMap<>();
        for (ProducerRecord<String, byte[]> record : ours()) {
            JsonNode value = tree(record);
            if (record.topic().equals("rows")) {
                rows.computeIfAbsent(value.at("/report/run_id").textValue(), run -> new HashMap<>())
                        .put(record.key(), value);
            } else if (value.path("status").textValue().equals("complete")) {
                complete.put(value.path("run_id").textValue(), value);
            }
        }
        Set<String> notWhole = new TreeSet<>();
        Map<String, JsonNode> newest = new HashMap<>();
        complete.forEach((runId, run) -> {
            if (rows.getOrDefault(runId, Map.of()).size() < run.path("rows").intValue()) {
                notWhole.add(run.at("/report/account_id").textValue());
            } else {
                newest.put(runId.substring(runId.indexOf('/') + 1), run);
            }
        });
        assertThat(notWhole)
                .containsExactly(AccountScenario.NEWER_RUN_NOT_WHOLE.id(), AccountScenario.SOME_ROWS_MISSING.id());
        assertThat(new HashSet<>(rows.keySet())).as("runs without an event").isNotEqualTo(complete.keySet());

        for (AccountScenario account : AccountScenario.values()) {
            for (int month = 0; month <= Life.MONTHS; month++) {
                String days = script(month);
                JsonNode active = newest.get(account.id() + "/hosts/active/" + days);
                JsonNode inactive = newest.get(account.id() + "/hosts/inactive/" + days);
                int asked = month;
                if (month > 0) {
                    assertThat(isUsable(active)).isEqualTo(account.month(month).usableActive);
                    assertThat(isUsable(active) && isUsable(inactive))
                            .as("%s, month %s", account, month)
                            .isEqualTo(account.month(month).isSettled());
                }
                if (month > 0 ? account.month(month).isSettled() : !account.failsLaterInTheMonthToDate()) {
                    assertThat(SMALL.hosts(account)).allSatisfy(host -> {
                        assertThat(rows.get(active.path("run_id").textValue()).containsKey(host.id()))
                                .isEqualTo(host.scenario().life.is(Life.ACTIVE, asked));
                        assertThat(rows.get(inactive.path("run_id").textValue()).containsKey(host.id()))
                                .isEqualTo(host.scenario().life.is(Life.INACTIVE, asked));
                    });
                }
            }
        }
    }

    private static String script(int month) {
        return SMALL.month(month).atDay(1) + "/"
                + (month == 0 ? SMALL.today().minusDays(1) : SMALL.month(month).atEndOfMonth());
    }

    private static boolean isUsable(JsonNode run) {
        return run != null
                && run.path("settled").booleanValue()
                && run.path("filtered").intValue() == 0
                && run.path("mismatch").isMissingNode();
    }

    /** Records of zoom-hosts: those with headers. */
    private static List<ProducerRecord<String, byte[]>> ours() {
        return WRITTEN.stream()
                .filter(record -> record.headers().toArray().length > 0)
                .toList();
    }

    private static JsonNode tree(ProducerRecord<String, byte[]> record) {
        return AsyncApi.tree(new String(record.value(), StandardCharsets.UTF_8));
    }

    @Test
    void a_script_is_the_same_each_time() {
        MockProducer<String, byte[]> active = producer();
        MockProducer<String, byte[]> inactive = producer();

        new ScriptWriter(SMALL, "rows", active, inactive).write();

        assertThat(Stream.concat(active.history().stream(), inactive.history().stream())
                        .mapToInt(record -> Arrays.hashCode(record.value())))
                .containsExactly(WRITTEN.stream()
                        .mapToInt(record -> Arrays.hashCode(record.value()))
                        .boxed()
                        .toArray(Integer[]::new));
    }
}
