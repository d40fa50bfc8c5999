package io.zoomhosts.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The accounts in the files of {@code ZOOM_ACCOUNTS}, and files that cannot be used. */
class AccountFilesTest {

    private static final String LEAST = "account-id=AbCd\nclient-id=the-client\nclient-secret=the-secret\n";

    private static final DeclaredAccount DEFAULTS = new DeclaredAccount(
            "",
            null,
            URI.create("https://api.zoom.us/v2"),
            URI.create("https://zoom.us/oauth/token"),
            4,
            List.of("hosts"),
            ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void an_account_has_the_values_of_its_file_and_the_settings_otherwise() throws IOException {
        write("a.properties", LEAST);
        write("b.properties", """
                account-id=EfGh
                client-id = other
                client-secret=p\\u00e4ss
                api-url=https://api.zoomgov.com/v2
                oauth-url=https://zoomgov.com/oauth/token
                requests-per-second=40
                reports=hosts, activities
                time-zone=Europe/Paris
                """);

        Map<String, DeclaredAccount> accounts = read().accounts();

        assertThat(accounts.keySet()).containsExactly("a.properties", "b.properties");
        assertThat(accounts.get("a.properties"))
                .isEqualTo(new DeclaredAccount(
                        "AbCd",
                        new Account.Credentials("the-client", "the-secret"),
                        DEFAULTS.apiUrl(),
                        DEFAULTS.oauthUrl(),
                        4,
                        List.of("hosts"),
                        ZoneOffset.UTC));
        assertThat(accounts.get("b.properties"))
                .isEqualTo(new DeclaredAccount(
                        "EfGh",
                        new Account.Credentials("other", "päss"),
                        URI.create("https://api.zoomgov.com/v2"),
                        URI.create("https://zoomgov.com/oauth/token"),
                        40,
                        List.of("hosts", "activities"),
                        ZoneId.of("Europe/Paris")));
    }

    /** Kubernetes mounts links to a folder whose name begins with two dots, and replaces that when the Secret changes. */
    @Test
    void an_account_can_be_a_folder_with_a_file_for_each_value() throws IOException {
        Path data = Files.createDirectories(folder.resolve("team/..2026_11_26"));
        Files.createSymbolicLink(folder.resolve("team/..data"), data.getFileName());
        for (String line : LEAST.split("\n")) {
            String[] value = line.split("=");
            Files.writeString(data.resolve(value[0]), value[1] + "\n");
            Files.createSymbolicLink(folder.resolve("team").resolve(value[0]), Path.of("..data", value[0]));
        }

        assertThat(read().accounts().get("team").credentials().clientSecret()).isEqualTo("the-secret");
        assertThat(read().problems()).isEmpty();
    }

    @Test
    void the_location_can_be_one_file() throws IOException {
        write("a.properties", LEAST);

        assertThat(files(folder.resolve("a.properties")).read().accounts()).containsOnlyKeys("a.properties");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    client-id=           | has no client-id
                    client-secret=       | has no client-secret
                    account-id=          | has no account-id
                    account-id=a/b       | has a slash in account-id, which Zoom's account ids do not have
                    clientId=x           | has the unknown value clientId. Known ones: [account-id, api-url, client-id, client-secret, oauth-url, reports, requests-per-second, time-zone]
                    client-secret=a\\tb   | has a line break or another control character in client-secret
                    api-url=http://x/v2  | its api-url must be https
                    oauth-url=zoom.us    | its oauth-url must be https
                    reports=hosts,nobody | names the report nobody, which no file in routes/reports or routes/yours declares
                    requests-per-second=0 | must have a whole number from 1 to 1000 as requests-per-second
                    time-zone=Mars       | must have a time zone such as UTC or Europe/Paris as time-zone
                    time-zone=+02:00     | must have a time zone such as UTC or Europe/Paris as time-zone
                    """)
    void names_a_broken_file_and_uses_the_others(String line, String problem) throws IOException {
        write("a.properties", LEAST.replace("AbCd", "Other"));
        write("b.properties", LEAST + line + "\n");

        AccountFiles.Found found = read();

        assertThat(found.accounts()).containsOnlyKeys("a.properties");
        assertThat(found.problems()).isEqualTo(Map.of("b.properties", problem));
    }

    @Test
    void uses_the_first_of_two_files_with_one_account() throws IOException {
        write("a.properties", LEAST);
        write("b.properties", LEAST.replace("the-client", "another"));

        AccountFiles.Found found = read();

        assertThat(found.accounts().get("a.properties").credentials().clientId())
                .isEqualTo("the-client");
        assertThat(found.problems()).isEqualTo(Map.of("b.properties", "has the account-id of a.properties"));
    }

    @Test
    void names_files_that_others_can_read() throws IOException {
        write("a.properties", LEAST);
        Path open = write("b.properties", LEAST.replace("AbCd", "Other"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(read().exposed()).containsExactly("b.properties");
        assertThat(read().accounts()).hasSize(2);
    }

    @Test
    void a_folder_without_accounts_has_none_and_a_missing_one_cannot_be_read() throws IOException {
        write(".hidden.properties", LEAST);
        write("notes.txt", "");

        assertThat(read().accounts()).isEmpty();
        assertThat(read().problems()).isEmpty();
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> files(folder.resolve("gone")).read());
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private AccountFiles.Found read() throws IOException {
        return files(folder).read();
    }

    private static AccountFiles files(Path location) {
        return new AccountFiles(
                location,
                DEFAULTS,
                address -> address.startsWith("https://") ? null : "must be https",
                List.of("hosts", "activities")::contains);
    }
}
