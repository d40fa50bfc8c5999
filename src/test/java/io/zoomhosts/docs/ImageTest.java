package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Image and compose files run without privileges. {@code .ci/compose} runs them. */
class ImageTest {

    /** The stage that sets the user begins with an empty file system; the images build on it. */
    @Test
    void images_run_as_a_numeric_user_that_is_not_root() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));

        assertThat(lines.stream().filter(line -> line.startsWith("USER")))
                .singleElement()
                .asString()
                .matches("USER [1-9]\\d*:[1-9]\\d*");
        assertThat(lines.stream().filter(line -> line.startsWith("FROM")).skip(1))
                .containsExactly("FROM scratch AS java", "FROM java AS sandbox", "FROM java AS zoom-hosts");
    }

    @ParameterizedTest
    @CsvSource({"docker-compose.yml, zoom-hosts", "docker-compose.yml, licences", "docker-compose.sandbox.yml, sandbox"
    })
    void compose_uses_a_read_only_file_system_without_capabilities(Path file, String name) throws IOException {
        Map<?, ?> service = (Map<?, ?>) ((Map<?, ?>) yaml(file).get("services")).get(name);

        assertThat(service.get("read_only")).isEqualTo(true);
        assertThat((List<?>) service.get("tmpfs")).singleElement().asString().startsWith("/tmp");
        assertThat(service.get("cap_drop")).isEqualTo(List.of("ALL"));
        assertThat(service.get("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
        assertThat(service.keySet().toString()).doesNotContain("privileged", "cap_add", "user");
    }

    @Test
    void compose_publishes_ports_to_loopback_only() throws IOException {
        Map<?, ?> services = (Map<?, ?>) yaml(Path.of("docker-compose.yml")).get("services");

        assertThat(services.values())
                .extracting(service -> ((Map<?, ?>) service).get("ports"))
                .filteredOn(Objects::nonNull)
                .hasSize(3)
                .allSatisfy(ports -> assertThat((List<?>) ports).isNotEmpty().allMatch(port -> port.toString()
                        .startsWith("127.0.0.1:")));
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }
}
