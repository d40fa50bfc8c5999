package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zoomhosts.ConfigurationException;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.kafka.ExactJson;
import io.zoomhosts.report.Window;
import io.zoomhosts.routes.RouteProblem;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.Fault;
import io.zoomhosts.sandbox.SandboxAnswer;
import io.zoomhosts.support.AsyncApi;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.Topic;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Complete means complete, whatever steps a user adds. Every step of the YAML DSL is put into the hooks each-host and each-row, with its
 * unusual options and inside each other ({@code src/test/resources/steps}). Either the routes are rejected, or the run fails
 * and nothing of it is visible, or the run is complete and what is visible is right.
 */
@ExtendWith(WithKafka.class)
class HookTest {

    private static final Window WINDOW = Rig.lastMonth("active");

    /** Limit for one case; a step that waits needs its own timeout. */
    private static final long PATIENCE_SECONDS = 30;

    private static final String REJECT = "{\"user_name\":\"no id\"}";

    /** Two pages with text that looks like an expression, the reserved member, a numeric key, a rejected row and a duplicate. */
    private static final List<List<String>> PAGES = List.of(
            List.of(
                    "{\"id\":\"a\",\"email\":\"a@example.org\",\"type\":2,\"n\":1.10,\"big\":9007199254740993}",
                    "{\"id\":\"b\",\"user_name\":\"{{zoom.client-secret}} ${body}, [1] {\\\"id\\\":\\\"a\\\"}\",\"type\":1}",
                    "{\"id\":\"c\",\"report\":\"of Zoom's own\",\"type\":2}",
                    "{\"id\":\"d\",\"user_name\":\"Zoë \\\\ \\\"ß\\\" \\u0000 \uD83D\uDE00\",\"type\":1}"),
            List.of(
                    "{\"id\":\"e\",\"deep\":{\"id\":\"a\",\"list\":[1,[2,null]]},\"type\":2}",
                    REJECT,
                    "{\"id\":7,\"type\":1}",
                    "{\"id\":\"a\",\"type\":2}",
                    "{\"type\":1,\"id\":\"kafka.KEY\"}"));

    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e", "7", "kafka.KEY");

    /** Rows that count: duplicates do not. */
    private static final int ARRIVED = KEYS.size() + 1;

    /** Prefix of the topics of all cases. */
    private static final Set<String> TOPICS = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path folder;

    /** There are many of them, and all other tests share this broker. */
    @AfterAll
    static void deleteTopics(KafkaBroker kafka) throws Exception {
        Map<String, Object> properties = new HashMap<>(kafka.client());
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        try (Admin admin = Admin.create(properties)) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(name -> TOPICS.stream().anyMatch(name::startsWith))
                    .toList();
            admin.deleteTopics(topics).all().get();
        }
    }

    static Collection<HookCase> cases() throws IOException {
        return HookCase.all();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_hook_is_rejected_or_fails_or_the_run_is_complete(HookCase hook, KafkaBroker kafka) throws Exception {
        RoutesCopy.copyTo(folder);
        hook.writeTo(folder);
        try (Rig rig = rig(kafka)) {
            if ("refused".equals(hook.expect())) {
                assertThat(check(rig)).extracting(RouteProblem::toString).anySatisfy(problem -> assertThat(problem)
                        .contains(hook.says() == null ? "yours/" : hook.says()));
                return;
            }
            Run run = collect(rig);
            String why = run.isFailed() ? run.error().getMessage() : "";
            if (hook.expect() != null) {
                assertThat(run.isFailed() ? "failed" : "complete").as(why).isEqualTo(hook.expect());
            }
            if (hook.says() != null) {
                assertThat(why).contains(hook.says());
            }
            if (run.isFailed()) {
                assertNothingVisible(rig);
            } else {
                assertRight(rig, run, hook);
            }
        } catch (AssertionError lie) {
            throw new AssertionError(hook + ": " + lie.getMessage(), lie);
        }
    }

    /** Synchronized: two checks at a time in one JVM would share a scheduler. */
    private static synchronized List<RouteProblem> check(Rig rig) throws Exception {
        return rig.check();
    }

    private Rig rig(KafkaBroker kafka) throws IOException {
        Rig rig = Rig.start(kafka)
                .set("routes.location", "file:" + folder)
                .set("zoom.topics.partitions", "1")
                // A retry would fail the same way.
                .set("zoom.retry-delay", "1")
                .set("camel.component.kafka.max-block-ms", "2000");
        TOPICS.add(rig.hosts().name());
        rig.zoom().fault(pages());
        return rig;
    }

    private static Fault pages() {
        return (request, nth) -> {
            if (!request.isForPage()) {
                return Optional.empty();
            }
            boolean first = request.query().getOrDefault("next_page_token", "").isEmpty();
            return Optional.of(SandboxAnswer.json(200, """
                    {"from":"%s","to":"%s","next_page_token":"%s","total_records":%d,"users":[%s]}
                    """.formatted(
                            WINDOW.from(),
                            WINDOW.to(),
                            first ? "second" : "",
                            ARRIVED,
                            String.join(",", PAGES.get(first ? 0 : 1)))));
        };
    }

    /** Returns how the run ended. A case must declare that its routes are rejected, or a typo would pass as a rejection. */
    private static Run collect(Rig rig) throws Exception {
        CompletableFuture<Run> ended = new CompletableFuture<>();
        Thread collecting = new Thread(() -> {
            try {
                ended.complete(rig.collect(WINDOW).get(0));
            } catch (ConfigurationException refused) {
                ended.completeExceptionally(new AssertionError(refused.getMessage(), refused));
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        collecting.setDaemon(true);
        collecting.start();
        try {
            return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            return fail("it hangs: " + Stream.of(collecting.getStackTrace()).toList());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError refused) {
                throw refused;
            }
            throw e;
        }
    }

    private static void assertNothingVisible(Rig rig) {
        assertThat(rig.hosts().committed()).isEmpty();
        assertThat(rig.dlq().committed()).isEmpty();
        assertThat(rig.runs().committed()).singleElement().satisfies(event -> assertThat(
                        AsyncApi.tree(event.value()).path("status").textValue())
                .isEqualTo("failed"));
    }

    private static void assertRight(Rig rig, Run run, HookCase hook) throws IOException {
        List<ConsumerRecord<String, String>> hosts = rig.hosts().committed();
        for (ConsumerRecord<String, String> host : hosts) {
            assertRight(run, host, hook.changes());
        }
        JsonNode event = event(rig, run);
        long rows = event.path("rows").longValue();
        assertThat(hosts.stream().map(ConsumerRecord::key).collect(Collectors.toSet()))
                .hasSize((int) rows);
        assertThat(event.path("hosts").longValue()).isEqualTo(rows);
        assertThat(event.path("rejected").longValue()).isEqualTo(1);
        assertThat(event.path("duplicates").longValue()).isEqualTo(1);
        assertThat(rows
                        + event.path("filtered").longValue()
                        + event.path("rejected").longValue())
                .isEqualTo(ARRIVED);
        if (hook.filtered() != null) {
            assertThat(event.path("filtered").longValue()).isEqualTo(hook.filtered());
        }
        assertThat(rig.dlq().committed()).extracting(ConsumerRecord::value).containsExactly(REJECT);
    }

    private static JsonNode event(Rig rig, Run run) {
        List<ConsumerRecord<String, String>> events = rig.runs().committed();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.key()).isEqualTo(run.key());
            assertThat(Topic.headers(event))
                    .containsEntry("ce_id", run.id() + "/complete")
                    .containsEntry("ce_subject", run.key());
        });
        JsonNode event = AsyncApi.tree(events.get(0).value());
        assertThat(event.path("run_id").textValue()).isEqualTo(run.id());
        assertThat(event.path("status").textValue()).isEqualTo("complete");
        return event;
    }

    private static void assertRight(Run run, ConsumerRecord<String, String> host, boolean changes) throws IOException {
        assertThat(KEYS).contains(host.key());
        assertThat(Topic.headers(host))
                .containsOnlyKeys(
                        "ce_id", "ce_source", "ce_specversion", "ce_subject", "ce_time", "ce_type", "content-type")
                .containsEntry("ce_subject", host.key())
                .containsEntry("ce_id", run.id() + "/" + host.key());
        ObjectNode value = (ObjectNode) ExactJson.MAPPER.readTree(host.value());
        assertThat(value.path("id").asText()).isEqualTo(host.key());
        assertThat(value.at("/report/run_id").textValue()).isEqualTo(run.id());
        if (!changes) {
            value.remove("report");
            ObjectNode row = (ObjectNode) ExactJson.MAPPER.readTree(rowOf(host.key()));
            row.remove("report");
            assertThat(value).isEqualTo(row);
        }
    }

    private static String rowOf(String key) throws IOException {
        for (String row : PAGES.stream().flatMap(List::stream).toList()) {
            if (ExactJson.MAPPER.readTree(row).path("id").asText().equals(key)) {
                return row;
            }
        }
        throw new AssertionError("Zoom sent no row " + key);
    }

    /** Guards against an untested EIP, which a new version of Camel may add. */
    @Test
    void covers_every_step_of_the_yaml_dsl() throws Exception {
        Set<String> written = new HashSet<>();
        for (HookCase hook : HookCase.all()) {
            hook.trees().forEach(tree -> addNames(tree, written));
        }
        Set<String> missing = new TreeSet<>(namesOfSchema());
        assertThat(missing).contains("split", "onException", "poll", "intercept");
        missing.removeAll(written);
        assertThat(missing)
                .as("Camel's YAML DSL has these, and no case in src/test/resources/steps tries them")
                .isEmpty();
    }

    private static void addNames(Object tree, Set<String> names) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                names.add(String.valueOf(name));
                addNames(value, names);
            });
        } else if (tree instanceof Collection<?> list) {
            list.forEach(item -> addNames(item, names));
        }
    }

    /** The names of all steps, top-level elements and elements of a routeConfiguration. */
    private static Set<String> namesOfSchema() throws IOException {
        try (InputStream schema = HookTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode items = ExactJson.MAPPER.readTree(schema).path("items");
            JsonNode definitions = items.path("definitions");
            Set<String> names = new HashSet<>();
            for (JsonNode properties : List.of(
                    items.path("properties"),
                    definitions.at("/org.apache.camel.model.ProcessorDefinition/properties"),
                    definitions.at("/org.apache.camel.model.RouteConfigurationDefinition/properties"),
                    definitions.at("/org.apache.camel.model.LoadBalanceDefinition/properties"))) {
                properties.fieldNames().forEachRemaining(names::add);
            }
            names.removeAll(List.of("id", "description", "note", "disabled", "steps"));
            return names;
        }
    }
}
