package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/settings.md} is what {@code application.properties} says, and names a test for each setting. */
class SettingsPageTest {

    static List<String> settings() throws IOException {
        return SettingsPage.documented();
    }

    @Test
    void is_written_from_application_properties() throws IOException {
        assertThat(Path.of("docs", "settings.md"))
                .as("write it with mvn -q test-compile exec:java@settings")
                .content()
                .isEqualTo(SettingsPage.page());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void names_a_test_that_uses_the_setting(String property) throws IOException {
        for (Path test : SettingsPage.shownBy(property)) {
            assertThat(Files.readString(test)).as("%s", test).containsAnyOf(property, Environment.variable(property));
        }
    }
}
