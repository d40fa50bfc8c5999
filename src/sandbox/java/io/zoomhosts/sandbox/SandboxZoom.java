package io.zoomhosts.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/**
 * A sandbox Zoom on this machine: the token endpoint and the reports, over plain HTTP or TLS. Serves requests on daemon
 * threads, never redirects, and answers any other path with 404. Thread-safe. It serves
 *
 * <ul>
 *   <li>{@code POST /oauth/token};
 *   <li>{@code GET /v2/report/users}, whose rows are in {@link SandboxAccount};
 *   <li>of the account, below {@code /v2/report/}: {@code activities}, {@code operationlogs}, {@code cloud_recording},
 *       {@code daily}, {@code telephone}, {@code history_meetings}, {@code meeting_activities}, {@code upcoming_events},
 *       {@code remote_support};
 *   <li>by subject: {@code users/{userId}/meetings}, {@code meetings/{meetingId}} and {@code webinars/{webinarId}}, both of
 *       them with {@code /participants} and {@code /polls}, and {@code webinars/{webinarId}/qa}.
 * </ul>
 *
 * <p>{@link SandboxReports} is the table of these reports, and {@link SandboxWorld} has their rows. Their meetings are held by
 * the hosts of {@code /v2/report/users}, but do not add up to its sums. {@link Occasion} is the list of
 * meetings of a day.
 *
 * <p>It has one account or several ({@link SandboxOptions#accounts}), each with its own people, limits and access tokens; a
 * request belongs to the account whose token it has.
 *
 * <p>An account lives through a year of people, the same in every year, so that a question about any months has something
 * to find. Each month has exactly the configured numbers of active and inactive hosts; of 1,000 hosts, 650 of them active,
 * some 700 have a licence (type 2), and most of these host. In every month, whatever the date is:
 *
 * <ul>
 *   <li>40 have a licence and never host; some 7 each have hosted nothing for exactly one, two, … six months, after half a
 *       year with meetings in every month;
 *   <li>some 7 were created in this month and some 7 in the month before, most of them without a meeting so far; they are in
 *       no list of an earlier month;
 *   <li>some 7 were in the lists until the month before, and never are again;
 *   <li>some 10 got their licence in this month and some 10 in the month before; their type was 1 or 4, and most of them
 *       have not hosted yet. They lose it after half a year;
 *   <li>some 3 have another {@code user_name} and {@code email} than in the month before, and the same id;
 *   <li>some 7 are in both lists, as hosts are that move from one to the other while the lists are read.
 * </ul>
 *
 * <p>Hosts of the departments Finance and Legal are mostly inactive. All other hosts are active or inactive by habit and
 * chance, and were created before 2019. {@link Story} is the list of what can happen; {@link SandboxAccount} says which
 * numbers of hosts leave no room for it.
 */
public final class SandboxZoom implements AutoCloseable {
    private static final String TOKEN_PATH = "/oauth/token";
    private static final String API_PATH = "/v2";
    private static final String HOST_REPORT_PATH = API_PATH + "/report/users";

    static {
        // The JDK's server sends headers and body as two packets; without TCP_NODELAY each answer takes some 40 ms
        // longer.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final SandboxOptions options;
    private final List<ServedAccount> accounts;
    private final Map<String, ServedAccount> accountById;
    private final Wire wire;
    private final HttpServer server;
    private final ExecutorService threads;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private final Map<String, Integer> requestsByPath = new HashMap<>();
    private volatile Fault fault = Fault.NONE;

    private SandboxZoom(SandboxOptions options, HttpServer server) {
        this.options = options;
        this.accounts = IntStream.range(0, options.accounts())
                .mapToObj(nth -> new ServedAccount(nth, options.ofAccount(nth)))
                .toList();
        this.accountById = accounts.stream().collect(Collectors.toMap(ServedAccount::id, account -> account));
        this.wire = new Wire(options.responseDelay());
        this.server = server;
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "sandbox-zoom");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a sandbox on the host and port of the options.
     *
     * @throws IOException if the port is taken or the host is not an address of this machine
     */
    public static SandboxZoom start(SandboxOptions options) throws IOException {
        InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("unknown host " + options.host());
        }
        HttpServer server = options.tls() == null ? HttpServer.create(address, 0) : secure(address, options.tls());
        SandboxZoom zoom = new SandboxZoom(options, server);
        server.setExecutor(zoom.threads);
        server.createContext("/", zoom::handle);
        server.start();
        return zoom;
    }

    private static HttpServer secure(InetSocketAddress address, SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    /** Address of the API, for {@code ZOOM_API_URL}: {@code http(s)://<host>:<port>/v2}. */
    public URI apiUrl() {
        return url(API_PATH);
    }

    /** Address of the token endpoint, for {@code ZOOM_OAUTH_URL}: {@code http(s)://<host>:<port>/oauth/token}. */
    public URI oauthUrl() {
        return url(TOKEN_PATH);
    }

    /** A copy of all requests so far in order of arrival, refused and faulty ones included. */
    public List<ReceivedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** Replaces the current fault; {@link Fault#NONE} removes it. */
    public void fault(Fault fault) {
        this.fault = fault;
    }

    /** The hosts behind {@code /v2/report/users}, of the first account. */
    public SandboxAccount account() {
        return first().hosts();
    }

    /** The hosts behind {@code /v2/report/users}, of an account. */
    public SandboxAccount account(String accountId) {
        return accountById.get(accountId).hosts();
    }

    /** Ids of all accounts. */
    public List<String> accountIds() {
        return accounts.stream().map(ServedAccount::id).toList();
    }

    /** The meetings of the first account, which are behind all other reports, and the rows of these. */
    public SandboxWorld world() {
        return first().world();
    }

    /**
     * Writes a properties file per account, {@code <account_id>.properties}, which only its owner can read: a folder for
     * {@code ZOOM_ACCOUNTS}.
     *
     * @param folder is created if it does not exist; files of the same names are replaced
     */
    public void writeAccounts(Path folder) throws IOException {
        writeAccounts(folder, apiUrl(), oauthUrl());
    }

    /** As {@link #writeAccounts(Path)}, for a client that reaches this sandbox at other addresses. */
    public void writeAccounts(Path folder, URI apiUrl, URI oauthUrl) throws IOException {
        Files.createDirectories(folder);
        for (ServedAccount account : accounts) {
            Path file = folder.resolve(account.id() + ".properties");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, account.settings() + "api-url=" + apiUrl + "\noauth-url=" + oauthUrl + "\n");
        }
    }

    /** Stops at once: closes connections and drops delayed answers. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            wire.close();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Instant now = options.clock().instant();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = form(exchange, body);
        ReceivedRequest request = ReceivedRequest.of(exchange, accountOf(exchange, form), now);
        int nth = received(request);
        SandboxAnswer answer;
        try {
            Optional<SandboxAnswer> faulty = fault.answer(request, nth);
            if (faulty.isEmpty()) {
                answer = ownAnswer(request, form);
            } else if (faulty.get().needsOwnAnswer()) {
                answer = faulty.get().over(ownAnswer(request, form));
            } else {
                answer = faulty.get();
            }
        } catch (RuntimeException | AssertionError e) {
            answer = SandboxAnswer.error(500, 500, "The sandbox failed: " + e);
        }
        wire.send(exchange, answer);
    }

    private int received(ReceivedRequest request) {
        synchronized (requests) {
            requests.add(request);
            return requestsByPath.merge(request.path(), 1, Integer::sum);
        }
    }

    private static Map<String, String> form(HttpExchange exchange, String body) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        try {
            return type != null && type.startsWith("application/x-www-form-urlencoded") ? Form.decoded(body) : Map.of();
        } catch (IllegalArgumentException malformed) {
            return Map.of();
        }
    }

    /** The account that a token is requested for, or whose token is used; "" if it is not an account of this sandbox. */
    private String accountOf(HttpExchange exchange, Map<String, String> form) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null && authorization.startsWith("Bearer ")) {
            int nth = SandboxTokens.accountOf(authorization.substring("Bearer ".length()));
            return nth >= 0 && nth < accounts.size() ? accounts.get(nth).id() : "";
        }
        String accountId = form.getOrDefault("account_id", "");
        return accountById.containsKey(accountId) ? accountId : "";
    }

    private SandboxAnswer ownAnswer(ReceivedRequest request, Map<String, String> form) {
        // The first account refuses requests for accounts that do not exist.
        ServedAccount account = accountById.getOrDefault(request.accountId(), first());
        return switch (request.method() + " " + request.path()) {
            case "POST " + TOKEN_PATH -> account.token(request, form, url("").toString());
            case "GET " + HOST_REPORT_PATH -> account.hostReport(request);
            default ->
                Optional.of(request)
                        .filter(report -> report.method().equals("GET"))
                        .flatMap(account::report)
                        .orElseGet(() -> SandboxAnswer.error(
                                404, 404, "Not in the sandbox: " + request.method() + " " + request.path()));
        };
    }

    private ServedAccount first() {
        return accounts.get(0);
    }

    /** Clients on this machine reach a wildcard address as loopback. */
    private URI url(String path) {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : options.host();
        try {
            return new URI(options.tls() == null ? "http" : "https", null, host, address.getPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no URL for " + host, e);
        }
    }

    /**
     * Runs a sandbox until the process is killed, and prints one line with its address. Arguments, with their defaults:
     * {@code --host 127.0.0.1 --port 8080 --hosts 650 --idle 350 --requests-per-second 10 --meetings-per-day 20};
     * {@code --help} lists all of them. Exit status 2: the arguments are invalid or the port is taken; the message says which.
     */
    public static void main(String[] args) throws InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.println(SandboxArguments.HELP);
            return;
        }
        try {
            SandboxArguments arguments = SandboxArguments.of(args);
            SandboxZoom zoom = start(arguments.options());
            if (arguments.accountsFolder() != null) {
                zoom.writeAccounts(arguments.accountsFolder());
            }
            System.out.println(arguments.started(zoom));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("sandbox: " + e.getMessage());
            System.exit(2);
        }
        new CountDownLatch(1).await();
    }
}
