package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.failure.Failure;
import io.zoomhosts.report.Window;
import io.zoomhosts.run.Run;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.DayReport;
import io.zoomhosts.support.ReportStub;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of {@code docs/recipes} for the hooks each-host and each-row do, unchanged, what {@code docs/recipes.md} says. */
@ExtendWith(WithKafka.class)
class RecipesTest {

    private static final Window ACTIVE = Rig.lastMonth("active");
    private static final Window INACTIVE = Rig.lastMonth("inactive");

    private static final String PEPPER = "0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void publishes_idle_licensed_hosts_to_their_own_topic_too(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "idle-licensed")) {
            List<Run> runs = rig.collect(ACTIVE, INACTIVE);

            List<String> idleLicensed = Recipes.rows(rig, INACTIVE).stream()
                    .map(AsyncApi::tree)
                    .filter(row -> row.path("type").intValue() == 2)
                    .map(row -> row.path("id").textValue())
                    .toList();
            assertThat(runs).extracting(run -> run.counts().rows()).containsExactly(650L, 350L);
            assertThat(idleLicensed).hasSizeBetween(100, 300);
            assertThat(rig.topic(".idle").committed())
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrderElementsOf(idleLicensed);
            assertThat(rig.audit()).matches(Audit::isClean).matches(audit -> audit.seen() == 1000);
        }
    }

    @Test
    void leaves_the_hosts_of_a_department_out_and_counts_them_as_filtered(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "leave-out")) {
            rig.zoom()
                    .fault(ReportStub.window(
                            ACTIVE,
                            "{\"id\":\"a\",\"dept\":\"Contractors\"}",
                            "{\"id\":\"b\",\"dept\":\"Sales\"}",
                            "{\"id\":\"c\"}"));

            Run run = rig.collect(ACTIVE).get(0);

            assertThat(run.counts().filtered()).isEqualTo(1);
            assertThat(rig.hosts().committed()).extracting(ConsumerRecord::key).containsExactlyInAnyOrder("b", "c");
        }
    }

    @Test
    void publishes_hosts_without_email(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "drop-email")) {
            rig.collect(ACTIVE);

            assertThat(Recipes.values(rig.hosts())).noneMatch(host -> host.contains("@"));
            assertThat(published(rig))
                    .containsExactlyInAnyOrderElementsOf(rows(rig, ACTIVE, row -> row.remove("email")));
        }
    }

    @Test
    void publishes_a_hash_instead_of_the_email(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "hash-email")) {
            rig.zoom().fault(ReportStub.window(ACTIVE, Recipes.HOSTS));

            Run run = rig.collect(ACTIVE).get(0);

            assertThat(run.isFailed()).as(String.valueOf(run.error())).isFalse();
            assertThat(Recipes.values(rig.hosts()))
                    .anySatisfy(host -> assertThat(host)
                            .startsWith("{\"id\":\"a\",\"email\":\"" + hash(PEPPER + "jane.doe@example.org")
                                    + "\",\"type\":2,\"n\":1.10,\"big\":9007199254740993,\"report\":{"))
                    .anySatisfy(host -> assertThat(host)
                            .startsWith("{\"id\":\"b\",\"type\":1,\"user_name\":\"Zoë \\\\ \\\"ß\\\"\",\"report\":{"));
        }
    }

    @Test
    void hashes_the_email_of_every_host(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "hash-email")) {
            rig.collect(INACTIVE);

            assertThat(published(rig))
                    .containsExactlyInAnyOrderElementsOf(rows(
                            rig,
                            INACTIVE,
                            row -> row.put(
                                    "email",
                                    hash(PEPPER + row.path("email").textValue().toLowerCase(Locale.ROOT)))));
        }
    }

    @Test
    void publishes_nothing_with_a_weak_pepper(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "hash-email").set("email.pepper", "short")) {
            assertThat(rig.collect(ACTIVE).get(0).error().failure()).isEqualTo(Failure.ROUTE);
            assertThat(rig.hosts().committed()).isEmpty();
        }
    }

    @Test
    void adds_fields_of_text_and_of_other_types(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "add-field")) {
            rig.zoom().fault(ReportStub.window(ACTIVE, Recipes.HOSTS));

            rig.collect(ACTIVE);

            assertThat(Recipes.values(rig.hosts()))
                    .anySatisfy(host -> assertThat(host)
                            .startsWith("{\"id\":\"a\",\"email\":\"Jane.Doe@example.org\",\"type\":2,\"n\":1.10,"
                                    + "\"big\":9007199254740993,\"region\":\"emea\",\"licensed\":true,\"report\":{"))
                    .anySatisfy(host -> assertThat(host).contains("\"region\":\"emea\",\"licensed\":false,"));
        }
    }

    @Test
    void adds_fields_to_every_host_and_changes_nothing_else(KafkaBroker kafka) throws Exception {
        try (Rig rig = rig(kafka, "add-field")) {
            rig.collect(ACTIVE);

            assertThat(published(rig))
                    .containsExactlyInAnyOrderElementsOf(rows(rig, ACTIVE, row -> row.put("region", "emea")
                            .put("licensed", row.path("type").intValue() == 2)));
        }
    }

    @Test
    void publishes_participants_without_email_and_other_rows_unchanged(KafkaBroker kafka) throws Exception {
        LocalDate day = ACTIVE.from();
        String row = "{\"name\":\"Ann\",\"user_email\":\"ann@example.org\",\"n\":1.10}";
        try (Rig rig = rig(kafka, "participants-without-email")) {
            for (String report : List.of("meeting-participants", "guests")) {
                DayReport.declare(folder, report, "");
                rig.zoom().fault(DayReport.answer(report, row));

                assertThat(rig.collect(report, day).error()).isNull();
            }

            assertThat(Recipes.values(rig.topic(".meeting-participants")))
                    .singleElement()
                    .satisfies(value -> assertThat(value).startsWith("{\"name\":\"Ann\",\"n\":1.10,\"report\":{"));
            assertThat(Recipes.values(rig.topic(".guests"))).singleElement().satisfies(value -> assertThat(value)
                    .startsWith(row.replace("}", ",\"report\":{")));
        }
    }

    /** Guards against a recipe without a test. */
    @Test
    void every_recipe_is_tested() throws Exception {
        try (Stream<Path> recipes = Files.list(Recipes.FOLDER)) {
            assertThat(recipes.map(recipe -> recipe.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "idle-licensed",
                            "leave-out",
                            "drop-email",
                            "hash-email",
                            "add-field",
                            "participants-without-email",
                            "ndjson",
                            "webhook",
                            "webhook-chat")
                    .allSatisfy(recipe ->
                            assertThat(Path.of("docs", "recipes.md")).content().contains("cp recipes/" + recipe + "/"));
        }
    }

    private Rig rig(KafkaBroker kafka, String recipe) throws Exception {
        return Recipes.start(kafka, folder, recipe, Map.of("email.pepper", PEPPER));
    }

    /** The rows of the sandbox with a change applied; some contain text that looks like a placeholder or an expression. */
    private static List<JsonNode> rows(Rig rig, Window window, Consumer<ObjectNode> change) {
        return Recipes.rows(rig, window).stream()
                .map(row -> {
                    ObjectNode host = (ObjectNode) AsyncApi.tree(row);
                    change.accept(host);
                    return (JsonNode) host;
                })
                .toList();
    }

    private static List<JsonNode> published(Rig rig) {
        return Recipes.values(rig.hosts()).stream()
                .map(host -> {
                    ObjectNode row = (ObjectNode) AsyncApi.tree(host);
                    row.remove("report");
                    return (JsonNode) row;
                })
                .toList();
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
