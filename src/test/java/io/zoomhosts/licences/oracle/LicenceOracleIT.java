package io.zoomhosts.licences.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.WithKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code licences --once} about 10,000 hosts of which each has a known right answer: nobody is called idle wrongly. */
@ExtendWith(WithKafka.class)
@TestInstance(Lifecycle.PER_CLASS)
class LicenceOracleIT {

    private final LicenceScript script = LicenceScript.standard();
    private final String topic = "licences-" + UUID.randomUUID();
    private final Map<Integer, Launcher.Ended> ended = new TreeMap<>();
    private String brokers;

    @BeforeAll
    void write(KafkaBroker kafka) throws Exception {
        brokers = kafka.bootstrapServers();
        script.write(brokers, topic);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void calls_nobody_idle_who_is_not(int months) throws Exception {
        Map<String, ExpectedHost> expected = expected(months);
        List<String> wrong = new ArrayList<>();
        answer(months).forEach((key, host) -> {
            ExpectedHost known = expected.get(key);
            if (host.path("verdict").textValue().equals("idle") && (known == null || known.isNeverIdle())) {
                wrong.add(known == null ? key + ", who is not to be listed" : known.description());
            }
        });

        assertThat(counted(wrong)).as("hosts called idle wrongly").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void lists_exactly_the_hosts_with_a_licence(int months) throws Exception {
        assertThat(answer(months).keySet()).isEqualTo(expected(months).keySet());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void gives_each_host_its_verdict(int months) throws Exception {
        assertThat(wrong(months, "verdict", (expected, actual) -> expected.verdicts().stream()
                        .anyMatch(verdict -> verdict.text().equals(actual.textValue()))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void gives_each_host_its_months(int months) throws Exception {
        assertThat(wrong(
                        months,
                        "months_idle",
                        (expected, actual) -> expected.monthsIdle() == null
                                || actual.isInt() && actual.intValue() == expected.monthsIdle()))
                .isEmpty();
        assertThat(wrong(months, "known_since", (expected, actual) -> expected.knownSince()
                        .equals(actual.textValue())))
                .isEmpty();
        assertThat(wrong(
                        months,
                        "last_hosted_month",
                        (expected, actual) -> !actual.isMissingNode()
                                && expected.lastHostedMonths().contains(actual.textValue())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void gives_the_reason_of_each_verdict(int months) throws Exception {
        assertThat(wrong(
                        months,
                        "reasons",
                        (expected, actual) -> expected.verdicts().size() > 1
                                || StreamSupport.stream(actual.spliterator(), false)
                                        .anyMatch(reason -> expected.reason().equals(reason.textValue()))))
                .isEmpty();
    }

    /** In some account, one of the months asked for is unknown. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 6})
    void exit_status_1_if_a_month_is_unknown(int months) throws Exception {
        assertThat(end(months).exitStatus()).isEqualTo(1);
    }

    /** Hosts with a wrong value: what was expected, what came, in how many hosts. */
    private Map<String, Long> wrong(int months, String column, BiPredicate<ExpectedHost, JsonNode> right)
            throws Exception {
        Map<String, ExpectedHost> expected = expected(months);
        List<String> wrong = new ArrayList<>();
        answer(months).forEach((key, host) -> {
            ExpectedHost known = expected.get(key);
            JsonNode value = host.path(column);
            if (known != null && !right.test(known, value)) {
                wrong.add(known.description() + ": " + column + " is " + value + ", right: " + known.right());
            }
        });
        return counted(wrong);
    }

    private static Map<String, Long> counted(List<String> wrong) {
        return wrong.stream().collect(Collectors.groupingBy(text -> text, TreeMap::new, Collectors.counting()));
    }

    private Map<String, ExpectedHost> expected(int months) {
        return script.answers(months)
                .collect(Collectors.toMap(
                        answer ->
                                key(answer.host().account().id(), answer.host().id()),
                        answer -> answer));
    }

    private Map<String, JsonNode> answer(int months) throws Exception {
        Launcher.Ended once = end(months);
        assertThat(once.exitStatus()).as(once.stderr()).isBetween(0, 1);
        Map<String, JsonNode> hosts = new TreeMap<>();
        for (JsonNode host : AsyncApi.tree(once.stdout())) {
            String key =
                    key(host.path("account_id").textValue(), host.path("id").textValue());
            assertThat(hosts.put(key, host)).as("listed twice: " + key).isNull();
        }
        assertThat(hosts).isNotEmpty();
        return hosts;
    }

    private Launcher.Ended end(int months) throws Exception {
        Launcher.Ended once = ended.get(months);
        if (once == null) {
            once = new Launcher()
                    .set("KAFKA_BROKERS", brokers)
                    .set("ZOOM_HOSTS_TOPIC", topic)
                    .run("licences", "--once", "--months", String.valueOf(months), "--format", "json");
            ended.put(months, once);
        }
        return once;
    }

    private static String key(String account, String id) {
        return account + " " + id;
    }
}
