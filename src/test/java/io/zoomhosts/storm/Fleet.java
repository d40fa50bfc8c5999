package io.zoomhosts.storm;

import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.sandbox.ReceivedRequest;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;
import io.zoomhosts.storm.Rates.Sent;
import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Instances of the built distribution that share the accounts of a sandbox Zoom and write to a {@link Cluster}. Each reaches Zoom
 * over a port of its own, so a request tells who sent it.
 */
final class Fleet implements AutoCloseable {

    static final String ROWS_TOPIC = "zoom.hosts";
    static final String RUNS_TOPIC = "zoom.hosts.runs";

    private final Path folder;
    private final SandboxZoom zoom;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Link> linksToZoom = new ArrayList<>();
    private final List<Instance> instances = new ArrayList<>();
    private final Map<String, Integer> instanceByHost = new HashMap<>();
    private Cluster cluster;

    private Fleet(Path folder, SandboxZoom zoom) {
        this.folder = folder;
        this.zoom = zoom;
        set("JAVA_OPTS", "-Xmx160m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        set("ZOOM_HOSTS_TOPIC", ROWS_TOPIC);
        set("MANAGEMENT_PORT", "0");
    }

    /**
     * Starts the sandbox and the brokers, and no instance.
     *
     * @param folder for data, settings and logs; it is created
     */
    static Fleet start(Path folder, SandboxOptions options, int brokers, int instances) throws Exception {
        Fleet fleet = new Fleet(Files.createDirectories(folder), SandboxZoom.start(options));
        try {
            fleet.cluster = Cluster.start(folder.resolve("brokers"), brokers, instances);
            for (int number = 0; number < instances; number++) {
                fleet.add(number);
            }
        } catch (Exception e) {
            fleet.close();
            throw e;
        }
        return fleet;
    }

    private void add(int number) throws IOException {
        Link link = Link.start(Ports.free(), zoom.apiUrl().getPort());
        linksToZoom.add(link);
        instanceByHost.put("127.0.0.1:" + link.port(), number);
        Path accounts = folder.resolve("accounts-" + number);
        zoom.writeAccounts(accounts, over(link, zoom.apiUrl()), over(link, zoom.oauthUrl()));
        instances.add(new Instance(() -> launcher(number, accounts), folder.resolve("instance-" + number + ".log")));
    }

    private static URI over(Link link, URI address) {
        return URI.create("http://127.0.0.1:" + link.port() + address.getPath());
    }

    private Launcher launcher(int number, Path accounts) {
        Launcher launcher = new Launcher();
        settings.forEach(launcher::set);
        return launcher.set("KAFKA_BROKERS", cluster.bootstrapServers(number))
                .set("ZOOM_ACCOUNTS", accounts.toString());
    }

    /** Sets an environment variable for all starts from now on. */
    Fleet set(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** The settings of an account for an instance. */
    Path accountFile(int instance, String account) {
        return folder.resolve("accounts-" + instance).resolve(account + ".properties");
    }

    SandboxZoom zoom() {
        return zoom;
    }

    Cluster cluster() {
        return cluster;
    }

    List<Instance> instances() {
        return List.copyOf(instances);
    }

    /** The address by which an instance reaches Zoom: the header {@code Host} of its requests. */
    String hostFor(int instance) {
        return "127.0.0.1:" + linksToZoom.get(instance).port();
    }

    /** All requests for pages so far, by time; those that Zoom did not answer too. */
    List<Sent> pages() {
        return sent(ReceivedRequest::isForPage);
    }

    /** All requests for tokens so far, by time. */
    List<Sent> tokens() {
        return sent(ReceivedRequest::isForToken);
    }

    private List<Sent> sent(Predicate<ReceivedRequest> which) {
        return zoom.requests().stream()
                .filter(which)
                .sorted(Comparator.comparing(ReceivedRequest::at))
                .map(request -> new Sent(request.accountId(), window(request), request.at(), by(request)))
                .toList();
    }

    private int by(ReceivedRequest request) {
        return instanceByHost.getOrDefault(request.headers().getOrDefault("host", ""), -1);
    }

    private static String window(ReceivedRequest request) {
        Map<String, String> query = request.query();
        return "%s/hosts/%s/%s/%s"
                .formatted(request.accountId(), query.get("type"), query.get("from"), query.get("to"));
    }

    @Override
    public void close() throws IOException {
        for (Instance instance : instances) {
            instance.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        linksToZoom.forEach(Link::close);
        zoom.close();
    }
}
