package io.zoomhosts.sandbox;

import static io.zoomhosts.sandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several accounts in one sandbox keep apart: credentials, hosts, limits, log of requests. */
@Timeout(60)
class SandboxAccountsTest {
    private static final String FORM = "grant_type=account_credentials&account_id=";
    private static final Map<String, String> ACTIVE =
            query("type", "active", "from", "2026-10-01", "to", "2026-10-31", "page_size", "300");

    private final SandboxOptions options = SandboxOptions.defaults()
            .withClock(new SettableClock("2026-11-23T12:00:00Z"))
            .withAccounts(3)
            .withActiveHosts(20)
            .withActiveHostsOf("sandbox-account-2", 310)
            .withRequestsPerSecond(2);
    private SandboxZoom zoom;
    private SandboxClient client;

    @BeforeEach
    void start() throws Exception {
        zoom = SandboxZoom.start(options);
        client = new SandboxClient(zoom);
    }

    @AfterEach
    void close() {
        zoom.close();
    }

    @Test
    void accounts_are_named_after_the_first() {
        assertThat(zoom.accountIds()).containsExactly("sandbox-account", "sandbox-account-1", "sandbox-account-2");
    }

    @Test
    void a_token_serves_its_own_account_only() throws Exception {
        Set<String> first = ids(client.pages(token(""), ACTIVE));
        Set<String> second = ids(client.pages(token("-1"), ACTIVE));
        Set<String> large = ids(client.pages(token("-2"), ACTIVE));

        assertThat(first).hasSize(20);
        assertThat(large).hasSize(310);
        assertThat(rows("sandbox-account-1")).isEqualTo(second);
        second.retainAll(first);
        assertThat(second).as("only the row of Zoom's sample").hasSize(1);
    }

    @Test
    void credentials_of_one_account_are_refused_for_another() throws Exception {
        HttpResponse<String> other = client.send(client.tokenRequest("sandbox-secret", FORM + "sandbox-account-1"));
        HttpResponse<String> nobody = client.send(client.tokenRequest("sandbox-secret", FORM + "sandbox-account-3"));

        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("invalid_client");
        assertThat(nobody.statusCode()).isEqualTo(400);
        assertThat(nobody.body()).contains("invalid_request");
    }

    @Test
    void limits_and_requests_count_by_account() throws Exception {
        String first = token("");
        client.report(first, ACTIVE);
        client.report(first, ACTIVE);

        assertThat(client.report(first, ACTIVE).statusCode()).isEqualTo(429);
        assertThat(client.report(token("-1"), ACTIVE).statusCode()).isEqualTo(200);
        assertThat(client.report("sandbox.9.unknown", ACTIVE).statusCode()).isEqualTo(401);
        assertThat(zoom.requests().stream()
                        .filter(ReceivedRequest::isForPage)
                        .map(ReceivedRequest::accountId)
                        .toList())
                .containsExactly("sandbox-account", "sandbox-account", "sandbox-account", "sandbox-account-1", "");
    }

    @Test
    void writes_a_file_per_account_that_only_its_owner_can_read(@TempDir Path folder) throws Exception {
        Path accounts = folder.resolve("accounts");

        zoom.writeAccounts(accounts);
        zoom.writeAccounts(accounts);

        Path file = accounts.resolve("sandbox-account-1.properties");
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        assertThat(accounts.toFile().list()).hasSize(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(properties)
                .isEqualTo(Map.of(
                        "account-id", "sandbox-account-1",
                        "client-id", "sandbox-client-1",
                        "client-secret", "sandbox-secret-1",
                        "api-url", zoom.apiUrl().toString(),
                        "oauth-url", zoom.oauthUrl().toString()));
    }

    @Test
    void the_command_line_sets_accounts_and_their_hosts() {
        SandboxArguments arguments = SandboxArguments.of(
                "--accounts", "3", "--hosts-of", "sandbox-account-1=100000", "--write-accounts", "accounts");

        assertThat(arguments.options().accounts()).isEqualTo(3);
        assertThat(arguments.options().activeHostsOf()).isEqualTo(Map.of("sandbox-account-1", 100_000));
        assertThat(arguments.accountsFolder()).isEqualTo(Path.of("accounts"));
    }

    private String token(String suffix) throws Exception {
        return SandboxClient.json(client.send(client.tokenRequest(
                        "sandbox-client" + suffix, "sandbox-secret" + suffix, FORM + "sandbox-account" + suffix)))
                .path("access_token")
                .asText();
    }

    private Set<String> rows(String account) {
        return zoom
                .account(account)
                .rows("active", LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-31"))
                .stream()
                .map(row -> SandboxUser.of(row).id())
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(List<JsonNode> pages) {
        Set<String> ids = new HashSet<>();
        pages.forEach(
                page -> page.path("users").forEach(row -> ids.add(row.path("id").textValue())));
        return ids;
    }
}
