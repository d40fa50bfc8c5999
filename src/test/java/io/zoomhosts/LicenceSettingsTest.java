package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings {@code licences.*}: names and addresses of people are shown on this machine only, unless there is a secret. */
class LicenceSettingsTest {

    private final ShippedSettings settings = new ShippedSettings();

    @Test
    void serves_the_page_to_this_machine_only_by_default() {
        assertThat(settings.read().licences().host()).isEqualTo("127.0.0.1");
        assertThat(settings.read().licences().port()).isEqualTo(8080);
        assertThat(settings.read().licences().months()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"licences.token, 0123456789abcdef", "licences.password-file, /run/secrets/people"})
    void serves_the_page_to_others_only_with_a_secret(String secret, String value) {
        settings.set("licences.host", "0.0.0.0");

        assertThatThrownBy(settings::read)
                .hasMessageContaining("licences.host (LICENCES_HOST) is not a loopback address")
                .hasMessageContaining("licences.token (LICENCES_TOKEN)");

        settings.set(secret, value);

        assertThat(settings.read().licences().host()).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "licences.months, 0, a whole number from 1 to 36",
        "licences.months, 37, a whole number from 1 to 36",
        "licences.port, 65536, a whole number from 0 to 65535",
        "licences.database-url, jdbc:mysql://db/x, jdbc:postgresql:"
    })
    void refuses_what_cannot_be(String property, String value, String problem) {
        settings.set(property, value);

        assertThatThrownBy(settings::read).hasMessageContaining(property).hasMessageContaining(problem);
    }
}
