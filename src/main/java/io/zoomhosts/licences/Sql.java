package io.zoomhosts.licences;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of one transaction. */
final class Sql {

    /** Rows that are read from PostgreSQL, or sent to it, at once. */
    private static final int ROWS_AT_ONCE = 2000;

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface OfRow<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Receives the rows of a query, one by one. */
    @FunctionalInterface
    interface EachRow {
        void take(ResultSet row) throws SQLException;
    }

    int update(String statement, Object... values) throws SQLException {
        try (PreparedStatement prepared = prepared(statement, values)) {
            return prepared.executeUpdate();
        }
    }

    <T> List<T> list(String query, OfRow<T> ofRow, Object... values) throws SQLException {
        List<T> list = new ArrayList<>();
        each(query, row -> list.add(ofRow.of(row)), values);
        return list;
    }

    /** The value of the first row of a query; empty if there is no row or its value is null. */
    <T> Optional<T> first(String query, OfRow<T> ofRow, Object... values) throws SQLException {
        try (PreparedStatement prepared = prepared(query, values);
                ResultSet rows = prepared.executeQuery()) {
            return rows.next() ? Optional.ofNullable(ofRow.of(rows)) : Optional.empty();
        }
    }

    /** Reads the rows of a query without keeping them. */
    void each(String query, EachRow eachRow, Object... values) throws SQLException {
        try (PreparedStatement prepared = prepared(query, values);
                ResultSet rows = prepared.executeQuery()) {
            while (rows.next()) {
                eachRow.take(rows);
            }
        }
    }

    private PreparedStatement prepared(String statement, Object... values) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        prepared.setFetchSize(ROWS_AT_ONCE);
        for (int i = 0; i < values.length; i++) {
            prepared.setObject(i + 1, values[i]);
        }
        return prepared;
    }

    /** A statement that is executed for many rows. Close it to execute the last ones. */
    Batch batch(String statement) throws SQLException {
        return new Batch(connection.prepareStatement(statement));
    }

    /** Rows that wait to be sent together. */
    static final class Batch implements AutoCloseable {

        private final PreparedStatement statement;
        private int waiting;

        private Batch(PreparedStatement statement) {
            this.statement = statement;
        }

        void add(Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.addBatch();
            if (++waiting == ROWS_AT_ONCE) {
                execute();
            }
        }

        private void execute() throws SQLException {
            statement.executeBatch();
            waiting = 0;
        }

        @Override
        public void close() throws SQLException {
            try (statement) {
                if (waiting > 0) {
                    execute();
                }
            }
        }
    }
}
