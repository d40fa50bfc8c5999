package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings from environment variables, and from files that variables name. */
class EnvironmentTest {

    @TempDir
    private Path folder;

    @Test
    void names_the_variable_of_a_property() {
        Environment environment = new Environment(Map.of("ZOOM_PAGE_SIZE", "30", "EMAIL_PEPPER", " {{x}} "));

        assertThat(environment.property("zoom.page-size")).isEqualTo("30");
        assertThat(environment.property("email.pepper")).isEqualTo(" {{x}} ");
        assertThat(environment.property("zoom.schedule")).isNull();
    }

    @Test
    void reads_a_secret_from_a_file_without_its_line_end() throws Exception {
        for (String end : new String[] {"", "\n", "\r\n", "\n\n"}) {
            Path file = Files.writeString(folder.resolve("secret"), " pass word " + end);

            assertThat(new Environment(Map.of("ZOOM_CLIENT_SECRET_FILE", file.toString()))
                            .property("zoom.client-secret"))
                    .isEqualTo(" pass word ");
        }
    }

    @Test
    void prefers_a_file_to_an_empty_variable() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "password");
        Environment environment =
                new Environment(Map.of("ZOOM_CLIENT_SECRET", "", "ZOOM_CLIENT_SECRET_FILE", file.toString()));

        assertThat(environment.property("zoom.client-secret")).isEqualTo("password");
    }

    @Test
    void rejects_a_variable_beside_its_file() {
        Environment environment =
                new Environment(Map.of("ZOOM_CLIENT_SECRET", "one", "ZOOM_CLIENT_SECRET_FILE", "/other"));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> environment.property("zoom.client-secret"))
                .withMessage("ZOOM_CLIENT_SECRET and ZOOM_CLIENT_SECRET_FILE are both set: unset one of them");
    }

    @Test
    void a_setting_whose_name_ends_with_file_is_not_a_file() {
        Environment environment = new Environment(Map.of("K_A", "1", "K_B_FILE", "/b", "K_C_FILE", "/c", "K_D", " "));

        assertThat(environment.beginningWith("K_", "K_C_FILE"::equals))
                .containsExactlyInAnyOrder("K_A", "K_B", "K_C_FILE");
    }
}
