package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.run.Run;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.dsl.yaml.common.YamlSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Routes, reports and recipes survive Kaoto. {@code src/test/resources/kaoto} holds what Kaoto's own code saves:
 * {@code saved} without a change, {@code edited} after the form of each step was used. {@code src/test/kaoto/save.mjs} writes it.
 */
@ExtendWith(WithKafka.class)
class KaotoTest {

    private static final Path SAVED_BY_KAOTO = Path.of("src", "test", "resources", "kaoto");
    private static final Path RECIPES = Path.of("docs", "recipes");
    private static final String RENEW =
            "To renew src/test/resources/kaoto: cd src/test/kaoto && npm ci && npm run save";

    private static final SandboxOptions OPTIONS =
            Rig.options().withActiveHosts(250).withIdleHosts(30).withMeetingsPerDay(25);

    @RegisterExtension
    final RoutesCopy routes = new RoutesCopy();

    @ParameterizedTest
    @ValueSource(strings = {"saved", "edited"})
    void kaoto_saves_the_same_routes_reports_and_recipes(String how) throws Exception {
        Path saved = SAVED_BY_KAOTO.resolve(how);

        assertThat(contents(saved.resolve("routes"))).as(RENEW).isEqualTo(contents(RoutesCopy.SHIPPED));
        assertThat(contents(saved.resolve("recipes"))).as(RENEW).isEqualTo(contents(RECIPES));
    }

    /** Kaoto drops comments, except at the start of a file. */
    @Test
    void nothing_is_said_in_comments() throws IOException {
        for (Path folder : List.of(RoutesCopy.SHIPPED, RECIPES)) {
            for (Path file : files(folder).values()) {
                assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .noneMatch(line -> line.matches(".*(^|\\s)#.*"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"saved", "edited"})
    void check_accepts_what_kaoto_saves(String how, KafkaBroker kafka) throws Exception {
        routes.replaceBy(SAVED_BY_KAOTO.resolve(how).resolve("routes"));
        try (Rig rig = routes.rig(kafka)) {
            assertThat(rig.check()).isEmpty();
        }
    }

    @Test
    void what_kaoto_saves_publishes_the_same_records(KafkaBroker kafka) throws Exception {
        Map<String, List<String>> shipped = published(kafka);
        assertThat(shipped.get("")).hasSize(280);
        assertThat(shipped.get(".meeting-participants")).isNotEmpty();

        for (String how : List.of("saved", "edited")) {
            routes.replaceBy(SAVED_BY_KAOTO.resolve(how).resolve("routes"));
            assertThat(published(kafka)).as(how).isEqualTo(shipped);
        }
    }

    @Test
    void the_service_collects_with_what_kaoto_saves(KafkaBroker kafka) throws Exception {
        routes.replaceBy(SAVED_BY_KAOTO.resolve("edited").resolve("routes"));
        try (Rig rig = routes.rig(kafka)) {
            Application service = rig.service();

            service.start();
            await().atMost(Duration.ofSeconds(120)).until(() -> rig.missing().isEmpty());
            service.stop();

            assertThat(rig.audit().isClean()).as(rig.audit().toString()).isTrue();
        }
    }

    /** The records of each topic after a collection of hosts, and of participants with the meetings that they are asked for. */
    private Map<String, List<String>> published(KafkaBroker kafka) throws Exception {
        routes.ownTopics();
        try (Rig rig = routes.rig(kafka, OPTIONS)) {
            LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(10);
            List<Run> runs = new ArrayList<>(rig.collect(Rig.lastMonth("active"), Rig.lastMonth("inactive")));
            runs.addAll(rig.collect("meeting-participants", day, day));

            assertThat(runs).hasSize(4).allSatisfy(run -> assertThat(run.error())
                    .isNull());
            return Stream.of("", ".history-meetings", ".meeting-participants")
                    .flatMap(topic -> Stream.of(topic, topic + ".runs"))
                    .collect(Collectors.toMap(
                            topic -> topic, topic -> rig.topic(topic).comparable()));
        }
    }

    /** The files of a folder, by their path in it. */
    private static Map<String, Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> folder.relativize(file).toString(), file -> file, (a, b) -> a, TreeMap::new));
        }
    }

    /** What each file says to Camel. The order of routes and configurations does not count: Kaoto puts configurations first. */
    private static Map<String, Object> contents(Path folder) throws IOException {
        CamelContext camel = new DefaultCamelContext(); // never started
        Map<String, Object> contents = new TreeMap<>();
        for (Map.Entry<String, Path> file : files(folder).entrySet()) {
            Object content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file.getValue()));
            contents.put(
                    file.getKey(),
                    ((List<?>) content)
                            .stream()
                                    .map(element -> withWholeAddresses(camel, element))
                                    .collect(Collectors.groupingBy(element -> ((Map<?, ?>) element).keySet())));
        }
        return contents;
    }

    /** Puts addresses that are written in parts together, as Camel does. */
    private static Object withWholeAddresses(CamelContext camel, Object node) {
        if (node instanceof List<?> list) {
            return list.stream().map(item -> withWholeAddresses(camel, item)).toList();
        }
        if (!(node instanceof Map<?, ?> map)) {
            return node;
        }
        Map<Object, Object> whole = new LinkedHashMap<>();
        map.forEach((name, value) -> whole.put(name, withWholeAddresses(camel, value)));
        if (whole.get("uri") instanceof String uri) {
            Map<String, Object> parameters = new TreeMap<>();
            if (whole.remove("parameters") instanceof Map<?, ?> given) {
                given.forEach((name, value) -> parameters.put(String.valueOf(name), String.valueOf(value)));
            }
            whole.put("uri", YamlSupport.createEndpointUri(camel, null, uri, parameters));
        }
        return whole;
    }
}
