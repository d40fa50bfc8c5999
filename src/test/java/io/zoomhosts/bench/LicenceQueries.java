package io.zoomhosts.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Asks the view of the licence answer by JDBC, in a process of its own that has just opened the file: the embedded database
 * belongs to one process at a time. Argument: the file. Prints, for each question, the rows it returned, the sum of their numbers,
 * and the seconds of the first time and the median of five more.
 */
final class LicenceQueries {

    static final String COUNTS = "select verdict, count(*) from idle_licences where account_id = ? group by verdict";
    static final String IDLE = "select * from idle_licences where account_id = ? and verdict = 'idle'";

    private LicenceQueries() {}

    public static void main(String[] arguments) throws Exception {
        String url = "jdbc:h2:file:" + arguments[0]
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;LAZY_QUERY_EXECUTION=1";
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            for (String question : new String[] {COUNTS, IDLE}) {
                ask(connection, question);
            }
        }
        System.exit(0);
    }

    private static void ask(Connection connection, String question) throws SQLException {
        double[] seconds = new double[6];
        long rows = 0;
        long sum = 0;
        for (int time = 0; time < seconds.length; time++) {
            long begun = System.nanoTime();
            rows = 0;
            sum = 0;
            try (PreparedStatement statement = connection.prepareStatement(question)) {
                statement.setString(1, LicenceTopics.ACCOUNT);
                try (ResultSet answer = statement.executeQuery()) {
                    while (answer.next()) {
                        rows++;
                        sum += question.equals(COUNTS) ? answer.getLong(2) : 1;
                    }
                }
            }
            seconds[time] = (System.nanoTime() - begun) / 1e9;
        }
        double first = seconds[0];
        double[] more = Arrays.copyOfRange(seconds, 1, seconds.length);
        Arrays.sort(more);
        System.out.println(rows + " " + sum + " " + first + " " + more[more.length / 2]);
    }
}
