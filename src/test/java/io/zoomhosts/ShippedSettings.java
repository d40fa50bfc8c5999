package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The shipped application.properties with credentials filled in, and with the changes of a test. */
final class ShippedSettings {

    static final String SECRET = "s3cr3t-0f-the-app";

    private final Map<String, String> properties = new HashMap<>();

    ShippedSettings() {
        Properties shipped = new Properties();
        try (Reader file = new InputStreamReader(
                ShippedSettings.class.getResourceAsStream("/application.properties"), StandardCharsets.UTF_8)) {
            shipped.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        shipped.stringPropertyNames().forEach(name -> properties.put(name, shipped.getProperty(name)));
        set("zoom.account-id", "ACCOUNT").set("zoom.client-id", "CLIENT").set("zoom.client-secret", SECRET);
    }

    Map<String, String> properties() {
        return properties;
    }

    ShippedSettings set(String property, String value) {
        properties.put(property, value);
        return this;
    }

    Settings read() {
        return Settings.read(properties::get, true);
    }

    /** The message that rejects these settings; fails if they are valid. */
    String problems() {
        ConfigurationException exception = catchThrowableOfType(ConfigurationException.class, this::read);
        assertThat(exception).as("rejection of the settings").isNotNull();
        return exception.getMessage();
    }
}
