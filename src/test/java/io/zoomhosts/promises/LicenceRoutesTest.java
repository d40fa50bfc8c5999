package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every route of the page's port checks access first; only health and metrics, which name nobody, do not. */
class LicenceRoutesTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes/licences");

    @TestFactory
    List<DynamicTest> checks_access_first() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROUTES)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Object content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
                for (Object element : (List<?>) content) {
                    if (((Map<?, ?>) element).get("route") instanceof Map<?, ?> route) {
                        Map<?, ?> from = (Map<?, ?>) route.get("from");
                        String uri = String.valueOf(from.get("uri"));
                        if (uri.startsWith("platform-http:") && !uri.startsWith("platform-http:/observe/")) {
                            tests.add(DynamicTest.dynamicTest(
                                    file.getFileName() + " " + route.get("id"),
                                    () -> assertThat(((List<?>) from.get("steps")).get(0))
                                            .isEqualTo(Map.of(
                                                    "bean", Map.of("ref", "licenceAccess", "method", "check")))));
                        }
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests;
    }
}
