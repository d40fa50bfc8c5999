package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of Zoom: {@code https://}, or plain {@code http://} on loopback or if allowed. */
class SettingAddressesTest {

    private final ShippedSettings settings = new ShippedSettings();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:pw1234@api.zoom.us/v2",
                "http://user:pw1234@localhost/v2",
                "http://pw1234@127.0.0.1/v2",
                "https://user:pw1234@api zoom us/v2",
                "https://us@er:pw1234@api.zoom.us/v2",
                "ftp://user:pw1234@api.zoom.us",
                "user:pw1234@api.zoom.us",
            })
    void rejects_an_address_with_a_password_without_quoting_it(String address) {
        for (String property : new String[] {"zoom.api-url", "zoom.oauth-url"}) {
            assertThat(settings.set(property, address).problems())
                    .contains(property + " (" + Environment.variable(property) + ") must be an https:// address")
                    .doesNotContain("pw1234");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/v2",
                "http://localhost:8080/v2",
                "http://127.0.0.1:8080",
                "http://127.255.0.1/",
                "http://[::1]:8080/v2",
                "http://[0:0:0:0:0:0:0:1]/v2",
                "http://[0000:0000:0000:0000:0000:0000:0000:0001]/v2",
            })
    void accepts_plain_http_on_loopback(String address) {
        assertThatCode(() -> settings.set("zoom.api-url", address)
                        .set("zoom.oauth-url", address)
                        .read())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.zoom.us/v2",
                "http://localhost.evil.com/v2",
                "http://evil.com/localhost",
                "http://evil.com?localhost",
                "http://evil.com#localhost",
                "http://127.0.0.1.evil.com/v2",
                "http://127.0.0.1.nip.io",
                "http://xlocalhost/",
                "http://10.0.0.1/v2",
                "http://128.0.0.1/v2",
                "http://1.127.0.0/v2",
                "http://0.0.0.0/v2",
                "http://2130706433/",
                "http://[::]/v2",
                "http://[::2]/v2",
                "http://[1::1]/v2",
                "http://[::1:1]/v2",
                "http://[0:0:0:0:0:0:1:1]/v2",
                "http://[2001:db8::1]/v2",
                "http://[::ffff:10.0.0.1]/v2",
            })
    void rejects_plain_http_to_another_host_unless_allowed(String address) {
        settings.set("zoom.oauth-url", address);

        assertThat(settings.problems())
                .startsWith("zoom.oauth-url (ZOOM_OAUTH_URL) is plain http://")
                .contains("zoom.allow-plain-http (ZOOM_ALLOW_PLAIN_HTTP)");

        settings.set("zoom.allow-plain-http", "true");

        assertThatCode(settings::read).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.zoom.us/v2",
                "//api.zoom.us/v2",
                "ftp://api.zoom.us/v2",
                "httpss://api.zoom.us/v2",
                "file:/etc/passwd",
                "https:",
                "https://",
                "https:///v2",
                "https:api.zoom.us",
                "https://api zoom us",
                "https://api.zoom.us:port",
                "http://localhost@evil.com/v2",
                "http://localhost:80@evil.com/v2",
                "http://localhost\\@evil.com/v2",
                "http://127.1/",
                "http://127.0.0.999/",
            })
    void rejects_invalid_addresses_even_if_plain_http_is_allowed(String address) {
        settings.set("zoom.allow-plain-http", "true").set("zoom.api-url", address);

        assertThat(settings.problems()).startsWith("zoom.api-url (ZOOM_API_URL) must be an https:// address");
    }
}
