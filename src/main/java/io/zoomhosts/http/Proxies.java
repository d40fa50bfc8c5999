package io.zoomhosts.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;

/**
 * Selects the proxy for a request, from Java's system properties ({@code https.proxyHost}) or else from the environment
 * ({@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code NO_PROXY}, upper or lower case). Loopback never uses a proxy. Immutable.
 */
public final class Proxies extends ProxySelector {

    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://");
    private static final Pattern SERVER = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s:/?#@\\[\\]]+)(?::(\\d{1,5}))?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|(0*:)+0*1");
    private static final String PROPERTY = ".proxyHost";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /** The highest port number. */
    private static final int MOST = 65_535;

    private final Map<String, Server> ofEnvironment = new HashMap<>();
    private final NoProxy exceptions;

    /** A configured proxy. It has no {@code toString} that could print the password. */
    static final class Server {

        private final String setting;
        private final InetSocketAddress address;
        private final UsernamePasswordCredentials credentials;

        private Server(String setting, InetSocketAddress address, UsernamePasswordCredentials credentials) {
            this.setting = setting;
            this.address = address;
            this.credentials = credentials;
        }

        /** The name of the variable or system property. */
        String setting() {
            return setting;
        }

        /** The settings that contain its user and password. */
        String credentialsSetting() {
            return setting.endsWith(PROPERTY)
                    ? setting.replace(PROPERTY, ".proxyUser") + " and " + setting.replace(PROPERTY, ".proxyPassword")
                    : setting;
        }

        InetSocketAddress address() {
            return address;
        }

        /** User and password; null if there are none. */
        UsernamePasswordCredentials credentials() {
            return credentials;
        }
    }

    /**
     * @param environment returns the value of a variable by its name; null if it is not set
     * @throws IllegalArgumentException if a setting is invalid; the message contains its name, but not its value
     */
    public Proxies(UnaryOperator<String> environment) {
        for (String scheme : List.of("https", "http")) {
            checkProperty(scheme);
            variable(environment, scheme + "_proxy")
                    .ifPresent(set -> ofEnvironment.put(scheme, server(set.getKey(), set.getValue())));
        }
        exceptions = new NoProxy(
                variable(environment, "no_proxy").map(Map.Entry::getValue).orElse(""));
    }

    /** The variable that is set; the upper-case name takes precedence. */
    private static Optional<Map.Entry<String, String>> variable(UnaryOperator<String> environment, String name) {
        for (String written : List.of(name.toUpperCase(Locale.ROOT), name)) {
            String value = environment.apply(written);
            if (value != null && !value.isBlank()) {
                return Optional.of(Map.entry(written, value.strip()));
            }
        }
        return Optional.empty();
    }

    private static Server server(String variable, String value) {
        Matcher scheme = SCHEME.matcher(value);
        if (scheme.lookingAt() && !scheme.group(1).equalsIgnoreCase("http")) {
            throw unusable(variable, "names an unsupported kind of proxy");
        }
        String rest = (scheme.lookingAt() ? value.substring(scheme.end()) : value).replaceFirst("/+$", "");
        int at = rest.lastIndexOf('@');
        Matcher server = SERVER.matcher(rest.substring(at + 1));
        int port = server.matches() && server.group(2) != null ? Integer.parseInt(server.group(2)) : HTTP;
        if (!server.matches() || port < 1 || port > MOST) {
            throw unusable(variable, "does not name the host and port of a proxy");
        }
        return new Server(
                variable,
                InetSocketAddress.createUnresolved(bare(server.group(1)), port),
                at < 0 ? null : credentials(variable, rest.substring(0, at)));
    }

    /** An IPv6 address without its brackets. */
    private static String bare(String host) {
        return host.replaceFirst("^\\[(.*)]$", "$1");
    }

    private static UsernamePasswordCredentials credentials(String variable, String given) {
        int colon = given.indexOf(':');
        try {
            return new UsernamePasswordCredentials(
                    decoded(colon < 0 ? given : given.substring(0, colon)),
                    (colon < 0 ? "" : decoded(given.substring(colon + 1))).toCharArray());
        } catch (IllegalArgumentException e) {
            throw unusable(variable, "has a % in the user or the password that is not written as %25");
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Rejects an invalid port, for which Java would silently use the default port. */
    private static void checkProperty(String scheme) {
        String port = System.getProperty(scheme + ".proxyPort", "").strip();
        if (!port.isEmpty() && !(port.matches("\\d{1,5}") && Integer.parseInt(port) <= MOST)) {
            throw new IllegalArgumentException(scheme + ".proxyPort (in JAVA_OPTS) is not a port number");
        }
    }

    /** The message does not contain the value, which may hold a password. */
    private static IllegalArgumentException unusable(String variable, String why) {
        return new IllegalArgumentException(
                variable + " " + why + ". It must be http://host:port, or http://user:password@host:port with user and"
                        + " password percent-encoded; socks and https:// proxies are not supported");
    }

    /** The proxy for an address; empty for a direct connection. */
    Optional<Server> server(String scheme, String host, int port) {
        String bare = bare(host);
        if (LOOPBACK.matcher(bare.toLowerCase(Locale.ROOT)).matches()) {
            return Optional.empty();
        }
        String property = scheme + PROPERTY;
        if (!System.getProperty(property, "").isBlank()) {
            return ofJava(property, scheme, host, port);
        }
        int there = port > 0 ? port : scheme.equals("https") ? HTTPS : HTTP;
        return Optional.ofNullable(ofEnvironment.get(scheme)).filter(any -> !exceptions.covers(bare, there));
    }

    /** The proxy of Java's system properties. Java applies {@code http.nonProxyHosts}. */
    private static Optional<Server> ofJava(String property, String scheme, String host, int port) {
        String user = System.getProperty(scheme + ".proxyUser");
        UsernamePasswordCredentials credentials = user == null
                ? null
                : new UsernamePasswordCredentials(
                        user, System.getProperty(scheme + ".proxyPassword", "").toCharArray());
        return ProxySelector.getDefault()
                .select(URI.create(scheme + "://" + host + (port > 0 ? ":" + port : "")))
                .stream()
                .filter(proxy -> proxy.type() == Proxy.Type.HTTP)
                .findFirst()
                .map(proxy -> new Server(property, (InetSocketAddress) proxy.address(), credentials));
    }

    @Override
    public List<Proxy> select(URI uri) {
        return List.of(server(uri.getScheme(), uri.getHost(), uri.getPort())
                .map(server -> new Proxy(Proxy.Type.HTTP, server.address()))
                .orElse(Proxy.NO_PROXY));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException why) {
        // ThroughProxy reports it.
    }
}
