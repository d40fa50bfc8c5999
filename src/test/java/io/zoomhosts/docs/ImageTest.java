package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the image and the compose files say about privileges. {@code .ci/compose} runs them. */
class ImageTest {

    /** The stage that sets the user is the only one from outside; the others are made from it. */
    @Test
    void should_run_every_image_as_a_user_by_number_that_is_not_root() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));

        assertThat(lines.stream().filter(line -> line.startsWith("USER")))
                .singleElement()
                .asString()
                .matches("USER [1-9]\\d*:[1-9]\\d*");
        assertThat(lines.stream().filter(line -> line.startsWith("FROM") && !line.startsWith("FROM java ")))
                .singleElement()
                .asString()
                .endsWith(" AS java");
    }

    @ParameterizedTest
    @CsvSource({"docker-compose.yml, zoom-hosts", "docker-compose.sandbox.yml, sandbox"})
    void should_write_nothing_but_tmp_and_gain_no_privileges(Path file, String name) throws IOException {
        Map<?, ?> service = (Map<?, ?>) ((Map<?, ?>) yaml(file).get("services")).get(name);

        assertThat(service.get("read_only")).isEqualTo(true);
        assertThat((List<?>) service.get("tmpfs")).singleElement().asString().startsWith("/tmp");
        assertThat(service.get("cap_drop")).isEqualTo(List.of("ALL"));
        assertThat(service.get("security_opt")).isEqualTo(List.of("no-new-privileges:true"));
        assertThat(service.keySet().toString()).doesNotContain("privileged", "cap_add", "user");
    }

    @Test
    void should_publish_ports_to_this_machine_only() throws IOException {
        Map<?, ?> services = (Map<?, ?>) yaml(Path.of("docker-compose.yml")).get("services");

        assertThat(services.values()).allSatisfy(service -> assertThat((List<?>) ((Map<?, ?>) service).get("ports"))
                .isNotEmpty()
                .allMatch(port -> port.toString().startsWith("127.0.0.1:")));
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }
}
