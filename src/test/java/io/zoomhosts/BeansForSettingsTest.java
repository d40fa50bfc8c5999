package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.support.RoutesCopy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A setting of Camel may refer to a bean of a file in {@code routes/yours}, as with Camel's own Main. */
class BeansForSettingsTest {

    private static final String BEAN = """
            - beans:
                - name: ownTls
                  type: "#class:org.apache.camel.support.jsse.SSLContextParameters"
                  properties:
                    secureSocketProtocol: TLSv1.3
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void declareBean() throws Exception {
        RoutesCopy.copyTo(folder);
        Files.writeString(folder.resolve("yours/tls.camel.yaml"), BEAN);
    }

    /** All of them read the same settings. */
    @ParameterizedTest
    @EnumSource(Application.Purpose.class)
    void every_command_accepts_it(Application.Purpose purpose) {
        Application application = load(purpose);

        assertThat(application.property("camel.component.https.ssl-context-parameters"))
                .isEqualTo("#bean:ownTls");
        application.stop();
    }

    @Test
    void the_check_accepts_it() throws Exception {
        Application application = load(Application.Purpose.CHECK);

        assertThat(application.checkRoutes(application.routeFiles())).isEmpty();
    }

    @Test
    void the_check_names_the_line_of_a_bean_that_cannot_be_made() throws Exception {
        Files.writeString(folder.resolve("yours/tls.camel.yaml"), BEAN.replace("secureSocketProtocol", "protocol"));
        Application application = Application.load(Application.Purpose.CHECK, settings(), List.of());

        assertThat(application.checkRoutes(application.routeFiles()))
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .startsWith("yours/tls.camel.yaml:5:");
    }

    private Application load(Application.Purpose purpose) {
        Map<String, String> settings = settings();
        settings.put("camel.component.https.ssl-context-parameters", "#bean:ownTls");
        return Application.load(purpose, settings, List.of());
    }

    private Map<String, String> settings() {
        return new HashMap<>(Map.of(
                "routes.location", "file:" + folder,
                "zoom.account-id", "account",
                "zoom.client-id", "client",
                "zoom.client-secret", "secret",
                "management.port", "0",
                "licences.port", "0"));
    }
}
