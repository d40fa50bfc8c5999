package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The shipped routes with a recipe of {@code docs/recipes}, copied as a user copies it. */
final class Recipes {

    static final Path FOLDER = Path.of("docs", "recipes");

    /** Numbers that a double would change, non-Latin text, a line break, and a host without an e-mail address. */
    static final String[] HOSTS = {
        "{\"id\":\"a\",\"email\":\"Jane.Doe@example.org\",\"type\":2,\"n\":1.10,\"big\":9007199254740993}",
        "{\"id\":\"b\",\n \"type\":1,\"user_name\":\"Zoë \\\\ \\\"ß\\\"\"}"
    };

    private Recipes() {}

    /** Starts a rig that runs a recipe, and fails if {@code check} rejects it. */
    static Rig start(KafkaBroker kafka, Path routes, String recipe, Map<String, String> settings) throws Exception {
        RoutesCopy.copyTo(routes);
        try (Stream<Path> files = Files.list(FOLDER.resolve(recipe))) {
            for (Path file : files.toList()) {
                Path shipped = routes.resolve("yours").resolve(file.getFileName());
                assertThat(shipped).exists();
                Files.copy(file, shipped, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Rig rig = Rig.start(kafka).set("routes.location", "file:" + routes);
        settings.forEach(rig::set);
        assertThat(rig.check()).isEmpty();
        return rig;
    }

    static List<String> rows(Rig rig, Window window) {
        return rig.zoom().account().rows(window.variant(), window.from(), window.to());
    }

    static List<String> values(Topic topic) {
        return topic.committed().stream().map(ConsumerRecord::value).toList();
    }
}
