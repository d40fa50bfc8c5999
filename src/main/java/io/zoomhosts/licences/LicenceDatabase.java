package io.zoomhosts.licences;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.util.ObjectHelper;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.h2.engine.Constants;
import org.h2.mvstore.MVStoreException;

/**
 * The database of the licence answer: embedded H2 in a folder, or PostgreSQL. It can be built anew from Kafka at any time, so
 * the file of the embedded database is a cache: its name contains the versions of the schema and of the engine, and another
 * version begins another file. Thread-safe.
 */
public final class LicenceDatabase implements AutoCloseable {

    /** The newest migration in {@code licences/sql}. */
    static final int SCHEMA = 1;

    private static final String NAME = "licences-schema" + SCHEMA + "-h2-" + Constants.VERSION;

    /** Open connections: one that stores, one that answers anew, the others for requests. */
    private static final int CONNECTIONS = 6;

    /** Questions of requests at the same time, and how long the next one waits. */
    private static final int QUESTIONS = CONNECTIONS - 2;

    private static final int SECONDS_OF_WAITING = 5;

    static {
        // H2 looks up each text that it reads in a cache of texts, which takes a seventh of the time and finds next to
        // nothing.
        System.setProperty("h2.objectCache", System.getProperty("h2.objectCache", "false"));
    }

    private final HikariDataSource connections;
    private final FileChannel lock;
    private final Semaphore questions = new Semaphore(QUESTIONS, true);
    private volatile boolean ready;
    private Path temporary;

    private LicenceDatabase(HikariConfig config, FileChannel lock) {
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("licences");
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("set time zone 'UTC'");
        this.connections = new HikariDataSource(config);
        this.lock = lock;
    }

    /** The database that the settings name. Does not connect to PostgreSQL yet. */
    public static LicenceDatabase of(LicenceSettings settings) {
        return settings.databaseUrl().isEmpty() ? inFolder(settings.folder(), address(settings)) : postgres(settings);
    }

    private static String address(LicenceSettings settings) {
        return settings.host() + ":" + settings.port();
    }

    private static LicenceDatabase postgres(LicenceSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.databaseUrl());
        config.setUsername(settings.databaseUser());
        config.setPassword(settings.databasePassword());
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "zoom-hosts licences");
        return new LicenceDatabase(config, null);
    }

    /**
     * The embedded database in a folder, which is created if it is missing. Databases of other versions in it are deleted.
     *
     * @param owner what to tell another process that wants the folder
     * @throws IllegalStateException if another process uses the folder, or it cannot be written; the message is for the user
     */
    static LicenceDatabase inFolder(Path folder, String owner) {
        FileChannel lock = null;
        try {
            createFolder(folder);
            lock = locked(folder, owner);
            deleteOtherVersions(folder);
            createFile(folder.resolve(NAME + ".mv.db"));
        } catch (IOException e) {
            close(lock);
            throw new IllegalStateException("the folder of the database, " + folder + ", cannot be used: " + e, e);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + folder.toAbsolutePath().resolve(NAME)
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
                // Stopping closes it, after the last transaction.
                + ";DB_CLOSE_ON_EXIT=FALSE"
                // Storing waits while the answer is calculated anew.
                + ";LOCK_TIMEOUT=600000"
                // Rows are read as they are needed, not all at once into memory.
                + ";LAZY_QUERY_EXECUTION=1");
        config.setUsername("sa");
        return new LicenceDatabase(config, lock);
    }

    /** The database contains names and addresses, so only the owner may open a folder that is created here. */
    private static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.toAbsolutePath().getParent());
            Files.createDirectory(folder, onlyForOwner(folder, "rwx------"));
        }
    }

    /** The folder may have been created by somebody else, so only the owner may read the file either. H2 fills an empty file. */
    private static void createFile(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, onlyForOwner(file, "rw-------"));
        }
    }

    /** Nothing where files have no such permissions. */
    private static FileAttribute<?>[] onlyForOwner(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** An embedded database that is deleted when it is closed. */
    public static LicenceDatabase temporary() {
        try {
            Path folder = Files.createTempDirectory("zoom-hosts-licences-");
            LicenceDatabase database = inFolder(folder, "none");
            database.temporary = folder;
            return database;
        } catch (IOException e) {
            throw new IllegalStateException("the folder for temporary files cannot be used: " + e, e);
        }
    }

    /** H2 locks its file as well, but cannot tell who has it. */
    private static FileChannel locked(Path folder, String owner) throws IOException {
        Path file = folder.resolve("licences.lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = null;
        try {
            taken = channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            // taken stays null
        }
        if (taken == null) {
            channel.close();
            String other = Files.readString(folder.resolve("licences.owner"), StandardCharsets.UTF_8);
            throw new IllegalStateException("another process has the database in " + folder + ": " + other.strip()
                    + ". Stop it, or give each process a folder of its own");
        }
        Files.writeString(
                folder.resolve("licences.owner"),
                "process " + ProcessHandle.current().pid() + ", page " + owner + "\n",
                StandardCharsets.UTF_8);
        return channel;
    }

    private static void deleteOtherVersions(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.startsWith("licences-schema") && !name.startsWith(NAME + ".")) {
                    Files.delete(file);
                }
            }
        }
    }

    /**
     * Connects, and creates or updates the tables.
     *
     * @throws SQLException if the database cannot be reached
     */
    void prepare(int idleMonths) throws SQLException {
        try {
            Flyway.configure()
                    .dataSource(connections)
                    .locations("classpath:licences/sql")
                    .table("licence_schema")
                    // Also tables of a newer version are refused.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new SQLException(
                    "its tables are those of another version of zoom-hosts. Use another database or empty this one, and it is"
                            + " built anew from Kafka; or start the version that it belongs to",
                    "3D000");
        } catch (FlywayException e) {
            throw new SQLException("the tables cannot be created or updated: " + e.getMessage(), e);
        }
        change(db -> {
            db.update("update answer set idle_months = ?", idleMonths);
            return null;
        });
        ready = true;
    }

    /** What a database said, without data: its messages may quote the values of a statement. */
    static String said(SQLException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        SQLException said = root instanceof SQLException cause ? cause : e;
        String state = String.valueOf(said.getSQLState());
        // Connection, authorisation, unknown database, resources.
        boolean ofConnection = state.matches("(08|28|3D|53).*") || !(root instanceof SQLException);
        return ofConnection ? String.valueOf(root.getMessage()) : "SQL state " + state;
    }

    /** Whether {@link #prepare} has succeeded. */
    boolean isReady() {
        return ready;
    }

    /** What a transaction does. */
    @FunctionalInterface
    interface Work<T> {
        T in(Sql db) throws SQLException;
    }

    /** Runs a transaction that changes something: all of it, or nothing if it throws. */
    <T> T change(Work<T> work) throws SQLException {
        return run(work, Connection.TRANSACTION_READ_COMMITTED);
    }

    /** Runs queries that all see the same state of the database. */
    <T> T read(Work<T> work) throws SQLException {
        return run(work, Connection.TRANSACTION_REPEATABLE_READ);
    }

    /**
     * As {@link #read}, for requests: only a few at the same time, so that requests take no connection from those who store.
     *
     * @throws SQLException also if there are too many
     */
    <T> T question(Work<T> work) throws SQLException {
        try {
            if (!questions.tryAcquire(SECONDS_OF_WAITING, TimeUnit.SECONDS)) {
                throw new SQLTransientException("too many questions at the same time", "53300");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientException("interrupted", e);
        }
        try {
            return read(work);
        } finally {
            questions.release();
        }
    }

    private <T> T run(Work<T> work, int isolation) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.in(new Sql(connection));
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            if (ObjectHelper.getException(MVStoreException.class, e) != null) {
                // After a failed write, H2 answers nothing until all connections are closed and the file is opened
                // anew.
                connections.getHikariPoolMXBean().softEvictConnections();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        connections.close();
        close(lock);
        if (temporary != null) {
            deleteTemporary();
        }
    }

    private void deleteTemporary() {
        try (Stream<Path> files = Files.list(temporary)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
