package io.zoomhosts.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, read as curl and Go read them. */
class ProxiesTest {

    private static final String ZOOM = "https://api.zoom.us/v2";

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, proxy.example, 3128",
        "http://proxy.example:3128/, proxy.example, 3128",
        "HTTP://proxy_1:3128, proxy_1, 3128",
        "proxy.example:3128, proxy.example, 3128",
        "proxy.example, proxy.example, 80",
        "http://user:p%40ss:word@proxy.example:8080, proxy.example, 8080",
        "http://user:p@ss@10.1.2.3:8080, 10.1.2.3, 8080",
        "http://[2001:db8::1]:3128, 2001:db8::1, 3128"
    })
    void reads_host_and_port(String value, String host, int port) {
        assertThat(proxy(new Proxies(Map.of("HTTPS_PROXY", value)::get), ZOOM))
                .isEqualTo(InetSocketAddress.createUnresolved(host, port));
    }

    @Test
    void decodes_user_and_password() {
        Proxies.Server server = new Proxies(
                        Map.of("HTTPS_PROXY", "http://us%20er:a%3Ab+%25%40@proxy.example:3128")::get)
                .server("https", "api.zoom.us", -1)
                .orElseThrow();

        assertThat(server.credentials().getUserName()).isEqualTo("us er");
        assertThat(server.credentials().getUserPassword()).containsExactly("a:b+%@".toCharArray());
    }

    @Test
    void selects_the_proxy_by_scheme() {
        Proxies proxies = new Proxies(Map.of("https_proxy", "secure:1", "http_proxy", "plain:2")::get);

        assertThat(proxy(proxies, ZOOM).getHostString()).isEqualTo("secure");
        assertThat(proxy(proxies, "http://api.zoom.us").getHostString()).isEqualTo("plain");
        assertThat(proxy(new Proxies(Map.of("HTTP_PROXY", "plain:2")::get), ZOOM))
                .isNull();
    }

    @Test
    void prefers_upper_case_variables_and_ignores_empty_ones() {
        assertThat(proxy(new Proxies(Map.of("HTTPS_PROXY", "one:1", "https_proxy", "other:1")::get), ZOOM)
                        .getHostString())
                .isEqualTo("one");
        assertThat(proxy(new Proxies(Map.of("HTTPS_PROXY", " ", "https_proxy", "other:1")::get), ZOOM)
                        .getHostString())
                .isEqualTo("other");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.zoom.us, api.zoom.us",
        "https://api.zoom.us, zoom.us",
        "https://api.zoom.us, 'example.com, .ZOOM.us'",
        "https://api.zoom.us, *.zoom.us",
        "https://api.zoom.us, *",
        "https://api.zoom.us, zoom.us:443",
        "https://api.zoom.us:8443, zoom.us:8443",
        "https://10.1.2.3, 10.1.2.3",
        "https://10.1.2.3, 10.0.0.0/8",
        "https://10.1.2.3:8443, 10.1.2.3:8443",
        "https://[2001:db8::5], 2001:db8::/32",
        "https://[2001:db8::5]:8443, [2001:db8::5]:8443"
    })
    void no_proxy_bypasses_the_proxy(String address, String noProxy) {
        assertThat(proxy(new Proxies(Map.of("HTTPS_PROXY", "one:1", "NO_PROXY", noProxy)::get), address))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.zoom.us, oom.us",
        "https://zoom.us, .zoom.us",
        "https://api.zoom.us, zoom.us:8443",
        "https://api.zoom.us.example, zoom.us",
        "https://10.1.2.3, 11.0.0.0/8",
        "https://10.1.2.3, 10.0.0.0/x",
        "https://10.1.2.3, '2001:db8::/32'",
        "https://110.1.2.3, 10.1.2.3",
        "https://api.zoom.us, ''"
    })
    void uses_the_proxy_for_hosts_not_in_no_proxy(String address, String noProxy) {
        assertThat(proxy(new Proxies(Map.of("HTTPS_PROXY", "one:1", "no_proxy", noProxy)::get), address))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://localhost:1",
                "https://127.0.0.1",
                "https://127.9.9.9",
                "https://[::1]",
                "https://[0:0:0:0:0:0:0:1]"
            })
    void bypasses_the_proxy_for_loopback(String address) {
        assertThat(proxy(new Proxies(Map.of("HTTPS_PROXY", "one:1")::get), address))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://a:secret@b:1",
                "https://a:secret@b:1",
                "http://",
                "http://a:secret@",
                "http://a:secret@:3128",
                "http://a:secret@b:99999",
                "http://a:secret@b:0",
                "http://a:secret@b:3128/path",
                "http://a:secret%@b:1"
            })
    void rejects_an_invalid_proxy_without_quoting_it(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proxies(Map.of("https_proxy", value)::get))
                .withMessageStartingWith("https_proxy ")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
    }

    private static InetSocketAddress proxy(Proxies proxies, String address) {
        return (InetSocketAddress) proxies.select(URI.create(address)).stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .findFirst()
                .map(Proxy::address)
                .orElse(null);
    }
}
