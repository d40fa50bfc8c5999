package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.report.HostReport;
import io.zoomhosts.sandbox.SettableClock;
import io.zoomhosts.support.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of accounts that change while zoom-hosts runs. */
class AccountReloadTest {

    private final SettableClock clock = new SettableClock("2026-11-01T02:30:00Z");
    private final Accounts accounts = new Accounts(List.of());
    private final CapturedLog log = new CapturedLog(AccountReload.class);

    @TempDir
    private Path folder;

    private AccountReload reload;

    @BeforeEach
    void readTwoAccounts() throws IOException {
        write("a", "One", "secret-of-one");
        write("b", "Two", "secret-of-two");
        DeclaredAccount defaults = HostReport.account("", clock).declared();
        AccountFiles files = new AccountFiles(folder, defaults, address -> null, "hosts"::equals);
        reload = new AccountReload(
                files, folder, accounts, declared -> new Account(declared, Duration.ofSeconds(1), clock));
        reload.read();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void follows_files_that_are_added_changed_and_removed() throws IOException {
        assertThat(reload.look().news()).isEmpty();
        assertThat(log.lines()).isEmpty();

        write("c", "Three", "secret");
        write("a", "One", "new-secret");
        assertThat(reload.look().news()).extracting(Account::id).containsExactly("Three", "One");
        assertThat(ids()).containsExactly("One", "Two", "Three");
        assertThat(accounts.find("One").orElseThrow().credentials().clientSecret())
                .isEqualTo("new-secret");

        Files.delete(folder.resolve("b.properties"));
        assertThat(reload.look().news()).isEmpty();
        assertThat(ids()).containsExactly("One", "Three");
        assertThat(log.lines())
                .containsExactly("Accounts: added: Three", "Accounts: changed: One", "Accounts: removed: Two");
        assertThat(log.lines()).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void an_account_whose_file_breaks_goes_on_with_its_earlier_values() throws IOException {
        Files.writeString(folder.resolve("a.properties"), "account-id=One\nclient-id=x\n");
        Files.writeString(folder.resolve("c.properties"), "account-id=Three\n");

        assertThat(reload.look().news()).isEmpty();
        reload.look();

        assertThat(ids()).containsExactlyInAnyOrder("One", "Two");
        assertThat(accounts.find("One").orElseThrow().credentials().clientSecret())
                .isEqualTo("secret-of-one");
        assertThat(reload.problems())
                .containsEntry("a.properties", "has no client-secret. Account One goes on with its earlier values")
                .containsEntry("c.properties", "has no client-id. Its account is not collected");
        assertThat(log.lines())
                .filteredOn(line -> line.contains("a.properties"))
                .containsExactly(
                        "Accounts: file a.properties cannot be used: has no client-secret. Account One goes on with"
                                + " its earlier values. Other accounts are not affected. Correct the file; a running service"
                                + " notices it within 10 s");

        write("a", "One", "secret-of-one");
        reload.look();
        assertThat(reload.problems()).containsOnlyKeys("c.properties");
        assertThat(log.lines()).contains("Accounts: file a.properties has no problem any more");
    }

    @Test
    void the_known_accounts_go_on_when_the_folder_vanishes() throws IOException {
        Path elsewhere = folder.resolveSibling(folder.getFileName() + "-elsewhere");
        Files.move(folder, elsewhere);
        reload.look();
        reload.look();

        assertThat(ids()).containsExactly("One", "Two");
        assertThat(log.lines())
                .containsExactly("Accounts: " + folder + " cannot be read (NoSuchFileException). The known"
                        + " accounts (2) go on as before. Bring it back; to collect from no account, stop zoom-hosts");

        Files.move(elsewhere, folder);
        reload.look();
        assertThat(log.lines()).contains("Accounts: " + folder + " can be read again");
    }

    /** A volume that is no longer mounted is an empty folder. */
    @Test
    void the_known_accounts_go_on_when_all_files_vanish() throws IOException {
        Files.delete(folder.resolve("a.properties"));
        Files.delete(folder.resolve("b.properties"));
        reload.look();

        assertThat(ids()).containsExactly("One", "Two");
        assertThat(log.lines()).singleElement().asString().contains("has no files any more");
    }

    @Test
    void warns_once_of_secrets_that_others_can_read() throws IOException {
        Files.setPosixFilePermissions(folder.resolve("a.properties"), PosixFilePermissions.fromString("rw-r--r--"));
        reload.look();
        reload.look();

        assertThat(log.lines())
                .containsExactly(
                        "Accounts: other users of this machine can read client secrets: a.properties. Take their"
                                + " permission away, as with chmod o-rw");
    }

    private List<String> ids() {
        return accounts.all().stream().map(Account::id).toList();
    }

    private void write(String name, String id, String secret) throws IOException {
        Path file = Files.writeString(
                folder.resolve(name + ".properties"),
                "account-id=" + id + "\nclient-id=client\nclient-secret=" + secret + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
