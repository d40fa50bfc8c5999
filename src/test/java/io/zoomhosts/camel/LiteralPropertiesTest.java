package io.zoomhosts.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Placeholders are resolved in files only, never in values of the environment. */
class LiteralPropertiesTest {

    private final Map<String, String> environment = new HashMap<>();
    private final CamelContext context = new DefaultCamelContext();

    LiteralPropertiesTest() {
        Properties file = new Properties();
        file.put("zoom.secret", "of-the-file");
        file.put("greeting", "{{zoom.secret}}, {{zoom.secret}}");
        file.put("broken", "Hunter2{{no.such.setting}}");
        LiteralProperties properties = new LiteralProperties(environment::get);
        properties.setInitialProperties(file);
        context.setPropertiesComponent(properties);
        context.start();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hunter2{{x}}",
                "{{Hunter2}}",
                "{{",
                "}}",
                "t}}",
                "a\\{{b\\}}",
                "a\\",
                "a\\b",
                "\\",
                "{{env:PATH}}",
                "x?nested=true",
                "#bean:x",
                "RAW(x)"
            })
    void does_not_resolve_placeholders_in_values_of_the_environment(String value) {
        environment.put("zoom.secret", value);

        assertThat(context.resolvePropertyPlaceholders("{{zoom.secret}}")).isEqualTo(value);
        assertThat(context.getPropertiesComponent().resolveProperty("zoom.secret"))
                .contains(value);
        assertThat(context.resolvePropertyPlaceholders("{{greeting}}")).isEqualTo(value + ", " + value);
        // Camel resolves the property of a bean like this.
        assertThat(context.resolvePropertyPlaceholders(context.resolvePropertyPlaceholders("{{zoom.secret}}")))
                .isEqualTo(value);
    }

    @Test
    void resolves_placeholders_in_files() {
        assertThat(context.resolvePropertyPlaceholders("{{greeting}} {{no.such:none}}"))
                .isEqualTo("of-the-file, of-the-file none");
    }

    @Test
    void does_not_quote_a_placeholder_it_cannot_resolve() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> context.resolvePropertyPlaceholders("{{broken}}"))
                .withMessage("Property with key [no.such.setting] not found");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> context.resolvePropertyPlaceholders("{{a}} Hunter2 {{"))
                .withMessageNotContaining("Hunter2");
    }
}
