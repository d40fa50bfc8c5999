package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database of the licence answer, and databases of other versions. */
class LicenceDatabaseTest {

    @TempDir
    private Path folder;

    @Test
    void refuses_tables_of_a_newer_version() throws Exception {
        try (LicenceDatabase database = LicenceDatabase.inFolder(folder, "test")) {
            database.prepare(3);
            database.change(
                    db -> db.update(
                            "insert into licence_schema (installed_rank, version, description, type, script, checksum, installed_by,"
                                    + " execution_time, success) values (99, '99', 'newer', 'SQL', 'V99__newer.sql', 1, 'sa', 1, true)"));
        }

        assertThatIsRefused();
    }

    @Test
    void refuses_tables_that_are_not_those_of_its_version() throws Exception {
        try (LicenceDatabase database = LicenceDatabase.inFolder(folder, "test")) {
            database.prepare(3);
            database.change(db -> db.update("update licence_schema set checksum = 1 where version = '1'"));
        }

        assertThatIsRefused();
    }

    private void assertThatIsRefused() {
        try (LicenceDatabase database = LicenceDatabase.inFolder(folder, "test")) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> database.prepare(3))
                    .satisfies(refused -> assertThat(LicenceDatabase.said(refused))
                            .startsWith("its tables are those of another version of zoom-hosts"));
            assertThat(database.isReady()).isFalse();
        }
    }

    @Test
    void deletes_the_embedded_databases_of_other_versions_and_no_other_file() throws Exception {
        Path old = Files.writeString(folder.resolve("licences-schema0-h2-1.4.200.mv.db"), "old");
        Path other = Files.writeString(folder.resolve("notes.txt"), "mine");

        LicenceDatabase.inFolder(folder, "test").close();

        assertThat(old).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void only_the_owner_can_open_a_folder_that_it_creates() throws Exception {
        Path created = folder.resolve("parent").resolve("licences");
        fill(created);

        assertThat(permissions(created)).isEqualTo("rwx------");
    }

    @Test
    void only_the_owner_can_read_the_database_in_a_folder_that_exists() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        fill(folder);

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".db")))
                    .hasSize(1)
                    .allMatch(file -> permissions(file).equals("rw-------"));
        }
    }

    private static void fill(Path folder) throws SQLException {
        try (LicenceDatabase database = LicenceDatabase.inFolder(folder, "test")) {
            database.prepare(3);
        }
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
