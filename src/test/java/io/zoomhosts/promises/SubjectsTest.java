package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.sandbox.SandboxMeeting;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report that asks Zoom about each row of another report, once per meeting. */
@ExtendWith(WithKafka.class)
class SubjectsTest {

    private static final LocalDate DAY = LocalDate.now(ZoneOffset.UTC).minusDays(10);
    private static final String PARTICIPANTS = "meeting-participants";
    private static final String HISTORY = "/v2/report/history_meetings";

    private static final SandboxOptions OPTIONS = Rig.options().withMeetingsPerDay(30);

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @BeforeEach
    void useOwnTopics() throws IOException {
        routes.ownTopics();
    }

    private static List<SandboxMeeting> meetings(Rig rig) {
        return rig.zoom().world().meetings(DAY).stream()
                .filter(meeting -> !meeting.isWebinar())
                .toList();
    }

    private static Run last(List<Run> runs) {
        return runs.get(runs.size() - 1);
    }

    private static JsonNode event(Rig rig, Run run) {
        return rig.topic("." + run.report().name() + ".runs").committed().stream()
                .map(record -> AsyncApi.tree(record.value()))
                .filter(event -> event.path("run_id").asText().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }

    /** Requests for participants, by the path as it was sent. */
    private static List<String> asked(Rig rig) {
        return rig.zoom().requests().stream()
                .map(ReceivedRequest::rawPath)
                .filter(path -> path.endsWith("/participants"))
                .toList();
    }

    private static void assertNothingPublished(Rig rig) {
        assertThat(rig.topic("." + PARTICIPANTS).committed()).isEmpty();
    }

    @Test
    void counts_meetings_without_a_report_and_publishes_the_others(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            List<SandboxMeeting> meetings = meetings(rig);
            long without = meetings.stream()
                    .filter(meeting -> !meeting.hasParticipants())
                    .count();
            assertThat(run.error()).isNull();
            JsonNode event = event(rig, run);
            assertThat(without).isPositive();
            assertThat(event.path("subjects").asInt()).isEqualTo(meetings.size());
            assertThat(event.path("without_report").asLong()).isEqualTo(without);
            assertThat(event.path("total_records")).isEqualTo(event.path("rows"));
            assertThat(event.path("proof")).isEqualTo(AsyncApi.tree("[\"token-chain\",\"total\"]"));
            assertThat(event.path("settled").asBoolean()).isTrue();
        }
    }

    /** Zoom decodes the path twice if the uuid begins with a slash or contains two. */
    @Test
    void encodes_a_uuid_once_or_twice(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            rig.collect(PARTICIPANTS, DAY, DAY);

            Map<Boolean, List<String>> uuids = meetings(rig).stream()
                    .map(SandboxMeeting::uuid)
                    .collect(Collectors.partitioningBy(uuid -> uuid.startsWith("/") || uuid.contains("//")));
            assertThat(uuids.get(true)).isNotEmpty();
            assertThat(uuids.get(false)).anySatisfy(uuid -> assertThat(uuid).contains("/"));
            assertThat(asked(rig)).anySatisfy(path -> assertThat(path).contains("%252F", "%253D"));
            assertThat(rig.topic("." + PARTICIPANTS).committed().stream().map(row -> AsyncApi.tree(row.value())
                            .at("/report/subject")
                            .asText()))
                    .containsAll(meetings(rig).stream()
                            .filter(SandboxMeeting::hasParticipants)
                            .map(SandboxMeeting::uuid)
                            .toList());
        }
    }

    @Test
    void asks_only_where_there_is_something_to_ask_for(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            rig.collect("meeting-polls", DAY, DAY);

            assertThat(rig.zoom().requests())
                    .filteredOn(request -> request.rawPath().endsWith("/polls"))
                    .hasSize((int) meetings(rig).stream()
                            .filter(meeting -> meeting.features().contains("poll"))
                            .count())
                    .isNotEmpty();
        }
    }

    @Test
    void collects_the_report_with_the_subjects_first_and_once(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            List<Run> first = rig.collect(PARTICIPANTS, DAY, DAY);
            List<Run> second = rig.collect("meeting-details", DAY, DAY);

            assertThat(first).extracting(run -> run.report().name()).containsExactly("history-meetings", PARTICIPANTS);
            assertThat(second).extracting(run -> run.report().name()).containsExactly("meeting-details");
        }
    }

    @Test
    void cuts_a_window_into_parts_that_are_runs_of_their_own(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS).set("zoom.parts", "3")) {
            List<Run> runs = rig.collect(PARTICIPANTS, DAY, DAY);
            List<Run> parts = runs.subList(1, runs.size());

            assertThat(parts)
                    .extracting(Run::key)
                    .containsExactly(
                            "sandbox-account/meeting-participants/" + DAY + "/" + DAY + "/1-of-3",
                            "sandbox-account/meeting-participants/" + DAY + "/" + DAY + "/2-of-3",
                            "sandbox-account/meeting-participants/" + DAY + "/" + DAY + "/3-of-3");
            assertThat(parts)
                    .allSatisfy(run -> assertThat(run.counts().subjects()).isPositive());
            assertThat(parts.stream().mapToInt(run -> run.counts().subjects()).sum())
                    .isEqualTo(meetings(rig).size());
            assertThat(asked(rig)).doesNotHaveDuplicates();
            assertThat(event(rig, parts.get(1)).at("/report/part").asText()).isEqualTo("2-of-3");
        }
    }

    @Test
    void publishes_nothing_if_one_meeting_gets_another_answer(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            String path = "/v2/report/meetings/" + meetings(rig).get(7).uuid();
            rig.zoom()
                    .fault((request, nth) -> request.path().startsWith(path)
                            ? Optional.of(SandboxAnswer.error(400, 300, "Can not access webinar info."))
                            : Optional.empty());

            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error().failure()).isEqualTo(Failure.REFUSED);
            assertThat(run.error())
                    .hasMessageStartingWith(
                            "subject " + meetings(rig).get(7).uuid() + ": Zoom answered 400 with code 300: "
                                    + "Can not access webinar info. Zoom does not report on this subject at this path");
            assertNothingPublished(rig);
        }
    }

    /** Somebody has to find the one meeting of thousands. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    500 | {"code":500,"message":"Internal"}
                    404 | {"code":2300,"message":"Not recognized."}
                    200 | {}
                    200 | <html>
                    """)
    void names_the_meeting_that_keeps_a_day_from_being_complete(int status, String body, KafkaBroker kafka)
            throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            String uuid = meetings(rig).get(7).uuid();
            rig.zoom()
                    .fault((request, nth) -> request.path().startsWith("/v2/report/meetings/" + uuid)
                            ? Optional.of(SandboxAnswer.json(status, body))
                            : Optional.empty());

            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error()).hasMessageStartingWith("subject " + uuid + ": Zoom");
            assertNothingPublished(rig);
        }
    }

    @Test
    void publishes_nothing_if_the_report_with_the_subjects_fails(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            rig.zoom()
                    .fault((request, nth) -> request.path().equals(HISTORY)
                            ? Optional.of(SandboxAnswer.error(400, 300, "no"))
                            : Optional.empty());

            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error().failure()).isEqualTo(Failure.SUBJECTS);
            assertThat(run.error())
                    .hasMessage("the subjects of meeting-participants " + DAY + " to " + DAY
                            + " are the rows of history-meetings " + DAY + " to " + DAY
                            + ", which has no complete run. 'bin/zoom-hosts runs --report history-meetings' says why");
            assertThat(asked(rig)).isEmpty();
            assertNothingPublished(rig);
        }
    }

    @Test
    void a_day_without_meetings_is_complete(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS.withMeetingsPerDay(0))) {
            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error()).isNull();
            assertThat(event(rig, run).path("subjects").asInt()).isZero();
            assertThat(event(rig, run).path("total_records").asInt()).isZero();
        }
    }

    /** Retention may delete rows while their run is still known. */
    @Test
    void publishes_nothing_if_subjects_are_gone_from_their_topic(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            rig.collect("history-meetings", DAY, DAY);
            deleteOneRecord(kafka, rig.topic(".history-meetings"));

            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error().failure()).isEqualTo(Failure.SUBJECTS);
            assertThat(run.error())
                    .hasMessageContaining(
                            "1 of " + rig.zoom().world().meetings(DAY).size());
            assertNothingPublished(rig);
        }
    }

    /** A window of the other report that is collected again at the same time hides what is behind it from consumers. */
    @Test
    void waits_for_subjects_behind_an_open_transaction(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            rig.topic(".history-meetings").create();
            try (Producer<byte[], byte[]> other = transaction(kafka, rig.topic(".history-meetings"))) {
                CompletableFuture<Run> collecting = CompletableFuture.supplyAsync(() -> {
                    try {
                        return last(rig.collect(PARTICIPANTS, DAY, DAY));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
                await().until(() ->
                        rig.topic(".history-meetings.runs").committed().size() == 1);
                await().during(Duration.ofSeconds(1)).until(() -> !collecting.isDone());

                other.abortTransaction();

                assertThat(collecting.get().error()).isNull();
                assertThat(collecting.get().counts().subjects())
                        .isEqualTo(meetings(rig).size());
            }
        }
    }

    /** An open transaction with a record in each partition. */
    private static Producer<byte[], byte[]> transaction(KafkaBroker kafka, Topic topic) {
        Map<String, Object> client = new HashMap<>(kafka.client());
        client.put("bootstrap.servers", kafka.bootstrapServers());
        client.put("transactional.id", topic.name());
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.partitionsFor(topic.name())
                .forEach(partition ->
                        producer.send(new ProducerRecord<>(topic.name(), partition.partition(), null, new byte[0])));
        producer.flush();
        return producer;
    }

    private static void deleteOneRecord(KafkaBroker kafka, Topic topic) throws Exception {
        int partition = topic.committed().get(0).partition();
        long first = topic.committed().stream()
                .filter(record -> record.partition() == partition)
                .mapToLong(record -> record.offset())
                .min()
                .orElseThrow();
        Map<String, Object> client = new HashMap<>(kafka.client());
        client.put("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(topic.name(), partition), RecordsToDelete.beforeOffset(first + 1)))
                    .all()
                    .get();
        }
    }

    @Test
    void fails_before_the_first_request_if_the_transaction_has_too_little_time(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            rig.collect("history-meetings", DAY, DAY);
            rig.set("zoom.requests-per-second", "1").set("kafka.transaction-timeout", "5000");

            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error().failure()).isEqualTo(Failure.SUBJECTS);
            assertThat(run.error())
                    .hasMessageContaining(" has " + meetings(rig).size()
                            + " subjects. Asking about each of them at 1 request per second")
                    .hasMessageContaining("zoom.parts (ZOOM_PARTS)");
            assertThat(asked(rig)).isEmpty();
        }
    }

    @Test
    void waits_for_the_next_day_if_zoom_accepts_too_few_requests(KafkaBroker kafka) throws Exception {
        try (Rig rig = routes.rig(kafka, OPTIONS.withBudgetHeaders(true).withRequestsPerDay(10))) {
            Run run = last(rig.collect(PARTICIPANTS, DAY, DAY));

            assertThat(run.error().failure()).isEqualTo(Failure.DAILY_BUDGET);
            assertThat(run.error())
                    .hasMessageContaining(
                            " needs at least " + meetings(rig).size() + " requests, but only 8 are left for it today");
            assertThat(asked(rig)).isEmpty();
            assertThat(run.account().retrySchedule().parkedUntil(PARTICIPANTS)).isNotNull();
            assertThat(run.account().retrySchedule().parkedUntil()).isNull();
            assertNothingPublished(rig);
        }
    }
}
