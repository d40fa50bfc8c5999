package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code zoom-hosts runs} prints what happened to each window, from a real topic. */
@ExtendWith(WithKafka.class)
class RunsCommandTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    @Test
    void prints_the_newest_run_and_an_earlier_complete_one(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Run complete = rig.collect(ACTIVE).get(0);
            Rig.awaitSecondAfter(complete.finishedAt());
            rig.zoom().fault(refusal());
            rig.collect(ACTIVE, INACTIVE);

            Launcher.Ended ended = rig.printRuns();

            assertThat(ended.exitStatus()).isZero();
            assertThat(ended.stderr()).isEmpty();
            assertThat(ended.stdoutLines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("WINDOW "),
                            line -> assertThat(line)
                                    .matches(ACTIVE
                                            + " +failed, complete before +0 +0 +- +\\S+Z  the 650 rows of \\S+Z stay;"
                                            + " not-permitted: Zoom answered 401 with code 4711.*"),
                            line -> assertThat(line)
                                    .matches(INACTIVE + " +failed +0 +0 +- +\\S+Z  not-permitted: Zoom .*"));
        }
    }

    @Test
    void all_prints_every_run_oldest_first(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Run complete = rig.collect(ACTIVE).get(0);
            Rig.awaitSecondAfter(complete.finishedAt());
            rig.zoom().fault(refusal());
            rig.collect(ACTIVE);

            assertThat(rig.printRuns("--all").stdoutLines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("WINDOW "),
                            line -> assertThat(line).matches(ACTIVE + " +complete +650 +0 +650 +\\S+Z"),
                            line -> assertThat(line).matches(ACTIVE + " +failed +0 +0 +- +\\S+Z  not-permitted: .*"));
        }
    }

    @Test
    void json_prints_the_events_of_the_topic(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(INACTIVE, ACTIVE);

            Launcher.Ended ended = rig.printRuns("--json");

            List<String> events =
                    rig.runs().committed().stream().map(ConsumerRecord::value).toList();
            assertThat(ended.stdoutLines())
                    .containsExactlyInAnyOrderElementsOf(events)
                    .first()
                    .asString()
                    .contains(ACTIVE.key());
        }
    }

    @Test
    void reports_that_there_is_no_run_yet(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher.Ended ended = rig.printRuns();

            assertThat(ended.exitStatus()).isZero();
            assertThat(ended.stdout()).isEmpty();
            assertThat(ended.stderr()).contains("No runs in topic ", rig.runs().name());
        }
    }

    @Test
    void shows_runs_of_zoom_account_id_or_of_all_accounts(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            rig.collect(ACTIVE);

            assertThat(rig.set("zoom.account-id", "another").printRuns().stderr())
                    .contains("No runs in topic ", "for account another");
            assertThat(rig.set("zoom.account-id", "").printRuns().stdoutLines()).hasSize(2);
        }
    }

    @Test
    void reads_the_reports_that_only_an_account_names(KafkaBroker kafka, @TempDir Path accounts) throws Exception {
        Files.writeString(accounts.resolve("a.properties"), """
                account-id=a
                client-id=a
                client-secret=a
                reports=daily
                """);
        try (Rig rig = Rig.start(kafka).set("zoom.accounts", accounts.toString())) {
            assertThat(rig.printRuns().stderr())
                    .contains("daily.runs", rig.runs().name());

            rig.set("zoom.accounts", accounts.resolve("missing").toString());
            assertThat(rig.printRuns().stderr()).contains(rig.runs().name()).doesNotContain("daily.runs");
        }
    }

    /** Guards against a read-only command that aborts the transaction of a live process. */
    @Test
    void does_not_abort_an_open_transaction(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka);
                KafkaProducer<String, String> process = producer(kafka, rig)) {
            rig.collect(ACTIVE);
            process.initTransactions();
            process.beginTransaction();
            String open = rig.runs().committed().get(0).value().replace("\"rows\":650", "\"rows\":651");
            process.send(new ProducerRecord<>(rig.runs().name(), Rig.runKey(INACTIVE), open))
                    .get();

            Launcher.Ended ended = rig.printRuns();

            assertThat(ended.exitStatus()).isEqualTo(ZoomHosts.FAILED);
            assertThat(ended.stdout()).contains(" 650 ").doesNotContain("651");
            assertThat(ended.stderr())
                    .contains("An open transaction hides the end of topic "
                            + rig.runs().name());
            assertThatCode(process::commitTransaction).doesNotThrowAnyException();
            assertThat(rig.printRuns("--json", "--all").stdout()).contains("\"rows\":651");
        }
    }

    @Test
    void prints_each_window_on_request_and_a_digest_otherwise(KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka);
                KafkaProducer<String, String> process = producer(kafka, rig)) {
            rig.collect(ACTIVE);
            String complete = rig.runs().committed().get(0).value();
            process.initTransactions();
            process.beginTransaction();
            for (int day = 1; day <= 28; day++) {
                String run = complete.replace(
                        "\"to\":\"" + ACTIVE.to() + "\"",
                        "\"to\":\"" + ACTIVE.from().withDayOfMonth(day) + "\"");
                process.send(new ProducerRecord<>(rig.runs().name(), "day" + day, run));
            }
            process.commitTransaction();

            assertThat(rig.printRuns().stdoutLines())
                    .hasSize(4)
                    .last()
                    .asString()
                    .startsWith("hosts: 27 more are complete or replaced by a later one. ");
            assertThat(rig.printRuns("--report", "hosts").stdoutLines()).hasSize(30);
            assertThat(rig.printRuns("--all").stdoutLines()).hasSize(30);
            assertThat(rig.printRuns("--json").stdoutLines()).hasSize(29);
        }
    }

    private static Fault refusal() {
        return (request, nth) -> request.isForPage()
                ? Optional.of(SandboxAnswer.error(401, 4711, "Invalid access token"))
                : Optional.empty();
    }

    /** Has a transactional id whose open transactions the service would abort. */
    private static KafkaProducer<String, String> producer(KafkaBroker kafka, Rig rig) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "zoom-hosts/" + rig.hosts().name() + "/" + Rig.runKey(INACTIVE)),
                new StringSerializer(),
                new StringSerializer());
    }
}
