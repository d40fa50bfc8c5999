package io.zoomhosts.licences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exclusions and prices of {@code licences.file}, which is read again when it changes. If it cannot be used, the content before
 * goes on. Thread-safe.
 */
public final class Exclusions {

    private static final Logger LOG = LoggerFactory.getLogger(Exclusions.class);

    private final Path path;
    private String text = "";
    private String problem;
    private volatile LicenceFile file = LicenceFile.NONE;
    private String applied;

    /**
     * @param path empty for no file
     * @throws IllegalArgumentException if the file cannot be used; the message is for the user
     */
    public Exclusions(String path) {
        this.path = path.isEmpty() ? null : Path.of(path);
        if (this.path != null) {
            read();
            if (problem != null) {
                throw new IllegalArgumentException(problem);
            }
        }
    }

    private void read() {
        try {
            String now = Files.readString(path);
            if (now.equals(text)) {
                problem = null;
                return;
            }
            file = LicenceFile.of(now);
            text = now;
            problem = null;
        } catch (IOException e) {
            problem = path + " cannot be read (" + e.getClass().getSimpleName() + ")";
        } catch (LicenceFile.ProblemException e) {
            problem = path + ", " + e.getMessage();
        }
    }

    /** Reads the file again if it changed, and applies it to the answers. */
    synchronized void apply(LicenceDatabase database) throws SQLException {
        if (path != null) {
            String before = problem;
            read();
            if (problem != null && !problem.equals(before)) {
                LOG.error("{}. The exclusions and prices that were read before it changed go on", problem);
            }
        }
        String answers = database.read(db -> String.join(
                " ", db.list("select first_row from accounts order by first_row", row -> row.getString(1))));
        String wanted = answers + "\n" + text;
        if (!Objects.equals(applied, wanted)) {
            database.change(this::exclude);
            applied = wanted;
        }
    }

    private Object exclude(Sql db) throws SQLException {
        db.update("delete from excluded_hosts");
        db.update("update answer set change_no = change_no + 1");
        List<Exclusion> exclusions = file.exclusions();
        if (exclusions.isEmpty()) {
            return null;
        }
        List<Object[]> excluded = new ArrayList<>();
        db.each(
                "select a.account_id, l.id, l.email, l.dept, l.custom_attributes, l.verdicts from accounts a"
                        + " join licences l on l.row_no between a.first_row and a.last_row",
                row -> {
                    Exclusion longest = null;
                    for (Exclusion exclusion : exclusions) {
                        if (exclusion.isAbout(row.getString("account_id"), row)
                                && (longest == null || !exclusion.until().isBefore(longest.until()))) {
                            longest = exclusion;
                        }
                    }
                    if (longest != null) {
                        excluded.add(new Object[] {
                            row.getString("account_id"),
                            row.getString("id"),
                            longest.until(),
                            longest.reason(),
                            row.getString("dept"),
                            row.getString("verdicts")
                        });
                    }
                });
        try (Sql.Batch rows =
                db.batch("insert into excluded_hosts (account_id, id, until_date, because, dept, verdicts)"
                        + " values (?, ?, ?, ?, ?, ?)")) {
            for (Object[] host : excluded) {
                rows.add(host);
            }
        }
        return null;
    }

    /** What a licence costs in an account; empty if the file does not say. */
    public Optional<Price> price(String accountId, int licence) {
        return file.prices().stream()
                .filter(price -> price.licence() == licence)
                .filter(price -> price.account() == null || price.account().equals(accountId))
                .max((one, other) -> Boolean.compare(one.account() != null, other.account() != null));
    }

    /** Whether the file has a price. */
    boolean hasPrices() {
        return !file.prices().isEmpty();
    }

    /** Why the file on disk is not the one in use; null if it is. */
    public synchronized String problem() {
        return problem;
    }
}
