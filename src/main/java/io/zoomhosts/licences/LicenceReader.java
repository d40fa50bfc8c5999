package io.zoomhosts.licences;

import io.zoomhosts.kafka.KafkaUnavailableException;
import io.zoomhosts.kafka.ReadingProgress;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches over the reading of the topics: begins it once database and topics are there, begins it again if the topics are made
 * anew, and calculates the answer when everything was read. Reading continues at the positions in the database, which are also
 * Camel's repository of offsets. The routes call {@link #watch} once a second.
 */
public final class LicenceReader extends ServiceSupport implements StateRepository<String, String> {

    private static final Logger LOG = LoggerFactory.getLogger(LicenceReader.class);

    /** The route that reads: in {@code licences/1-read}. */
    static final String ROUTE = "licences-read";

    /** While there is more to read, answer at most once in this time, and in ten times the time that an answer takes. */
    private static final Duration BETWEEN_ANSWERS = Duration.ofSeconds(20);

    /** How long a problem must last until the log says so. */
    private static final Duration BEFORE_WARNING = Duration.ofSeconds(5);

    /** How often to look whether the topics are still the same. */
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private static final String STARTING = "it has just started";

    private final CamelContext context;
    private final LicenceSettings settings;
    private final LicenceDatabase database;
    private final WindowStore store;
    private final Answers answers;
    private final ReadingProgress progress;
    private Preparation page = () -> {};

    private boolean rebuild;
    private boolean reading;
    private long nextLook;
    private long nextAnswer;
    private volatile String problem = STARTING;
    private long problemSince;
    private boolean logged;
    private volatile long behind = Long.MAX_VALUE;
    private volatile boolean upToDate;
    private volatile long answered;
    private volatile boolean hasAnswer;

    public LicenceReader(
            CamelContext context,
            LicenceSettings settings,
            LicenceDatabase database,
            WindowStore store,
            Answers answers,
            ReadingProgress progress) {
        this.context = context;
        this.settings = settings;
        this.database = database;
        this.store = store;
        this.answers = answers;
        this.progress = progress;
    }

    /** What is to be done after an answer, before it is announced. */
    @FunctionalInterface
    public interface Preparation {
        void prepare() throws IOException, SQLException;
    }

    /** Prepares the page for each answer. */
    public void prepare(Preparation first) {
        page = first;
    }

    /** Empties the database before reading begins. */
    public void rebuild() {
        rebuild = true;
    }

    /** Does what is to be done now. A failure is said in the log, and the next call tries again. */
    public synchronized void watch() throws Exception {
        try {
            if (!database.isReady()) {
                database.prepare(settings.months());
            }
            if (store.isLost()) {
                stopReading();
            }
            if (!reading || System.nanoTime() - nextLook > 0) {
                nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();
                look();
            }
            if (store.failure() != null) {
                unusable(store.failure());
                return;
            }
            if (reading) {
                answer();
            }
            solved();
        } catch (SQLException e) {
            unusable(LicenceDatabase.said(e));
        } catch (KafkaUnavailableException e) {
            problem(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Error in zoom-hosts, please report it", e);
            problem("an error in zoom-hosts (" + e.getClass().getName() + ")");
        }
    }

    private void unusable(String why) {
        problem("the database cannot be used (" + why
                + "). Nothing is lost: reading waits until it can be used again. Check"
                + " LICENCES_DATABASE_URL, its user and password, and the space on its disk");
    }

    private void look() throws Exception {
        List<String> topics = List.of(settings.topic(), settings.runsTopic());
        Map<String, String> now = progress.topicIds(topics);
        if (now.size() < topics.size()) {
            stopReading();
            upToDate = false;
            problem(
                    "topic "
                            + topics.stream()
                                    .filter(topic -> !now.containsKey(topic))
                                    .findFirst()
                                    .orElseThrow()
                            + " does not exist. Start the service bin/zoom-hosts, which creates it, or correct ZOOM_HOSTS_TOPIC");
            return;
        }
        Map<String, String> known = new HashMap<>();
        database.read(db -> {
            db.each("select topic, topic_id from positions", row -> known.put(row.getString(1), row.getString(2)));
            return null;
        });
        if (rebuild || !known.equals(now)) {
            stopReading();
            if (!rebuild && !known.isEmpty()) {
                LOG.warn(
                        "The topics are not those that the database was built from: they were deleted and made anew, or"
                                + " ZOOM_HOSTS_TOPIC has changed. The database is built anew from the topics as they are now");
            }
            empty(now);
            rebuild = false;
        }
        if (!reading) {
            store.readAnew();
            progress.forget();
            upToDate = false;
            context.getRouteController().startRoute(ROUTE);
            reading = true;
        }
    }

    private void empty(Map<String, String> topicIds) throws SQLException {
        database.change(db -> {
            db.first("select last_run_no from answer for update", row -> row.getInt(1));
            for (String table :
                    List.of("run_rows", "runs", "licences", "accounts", "seat_counts", "excluded_hosts", "positions")) {
                db.update("truncate table " + table);
            }
            for (Map.Entry<String, String> topic : topicIds.entrySet()) {
                db.update(
                        "insert into positions (topic, partition_no, topic_id, next_offset) values (?, 0, ?, 0)",
                        topic.getKey(),
                        topic.getValue());
            }
            db.update("update answer set stale = true");
            return null;
        });
    }

    private void stopReading() throws Exception {
        if (reading) {
            context.getRouteController().stopRoute(ROUTE);
            reading = false;
        }
    }

    /** Answers if everything was read, or if the last answer was some time ago. */
    private void answer() throws IOException, SQLException {
        behind = progress.behind(List.of(settings.topic(), settings.runsTopic()));
        LOG.debug("Behind by {} offsets; received {}", behind, progress.received());
        boolean end = behind == 0 && store.hasStored(progress.received()) && !store.isLost();
        if (end || System.nanoTime() - nextAnswer > 0) {
            long started = System.nanoTime();
            answers.refresh();
            if (end) {
                page.prepare();
            }
            long ended = System.nanoTime();
            answered = ended;
            hasAnswer = true;
            nextAnswer = ended + Math.max(BETWEEN_ANSWERS.toNanos(), 10 * (ended - started));
            if (end && !upToDate) {
                upToDate = true;
                LOG.info("Everything was read: the answer is up to date");
            }
            answers.deleteUnused();
        }
    }

    private void problem(String what) {
        if (!Objects.equals(problem, what)) {
            problem = what;
            problemSince = System.nanoTime();
            logged = false;
        }
        // Services that start together wait for each other for a moment.
        if (!logged && System.nanoTime() - problemSince > BEFORE_WARNING.toNanos()) {
            LOG.warn("The licence answer does not follow the topics: {}", what);
            logged = true;
        }
    }

    private void solved() {
        if (reading && problem != null) {
            LOG.info("Reading {} and {}", settings.topic(), settings.runsTopic());
            problem = null;
        }
    }

    /** Why nothing is read at the moment; null if it is. */
    public String problem() {
        return problem;
    }

    /** Why reading cannot begin or go on, for a command that does not wait until it can; null if it can. */
    public String failure() {
        return STARTING.equals(problem) ? null : problem;
    }

    /** How many offsets are left until the end of the topics. */
    public long behind() {
        return behind;
    }

    /** Whether there is an answer to show: one of this process or, while it still reads, one that the database has kept. */
    boolean hasAnswer() throws SQLException {
        return hasAnswer
                || database.isReady()
                        && database.question(db -> db.first("select 1 from accounts limit 1", row -> true))
                                .isPresent();
    }

    /** Seconds since the answer was brought up to date; NaN if it never was since the start. */
    double secondsSinceAnswer() {
        return hasAnswer ? (System.nanoTime() - answered) / 1e9 : Double.NaN;
    }

    /** Whether everything that was in the topics at some moment since the start is in the answer. */
    public boolean isUpToDate() {
        return upToDate;
    }

    /** Camel asks for the offset of the last record that was stored, and begins at the next one; null: at the beginning. */
    @Override
    public String getState(String partition) {
        int separator = partition.lastIndexOf('/');
        try {
            return database.read(db -> db.first(
                            "select next_offset - 1 from positions where topic = ? and partition_no = ? and next_offset > 0",
                            row -> row.getString(1),
                            partition.substring(0, separator),
                            Integer.parseInt(partition.substring(separator + 1)))
                    .orElse(null));
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the position of a partition cannot be read from the database: " + LicenceDatabase.said(e));
        }
    }

    /** Does nothing: the position is stored with the records. */
    @Override
    public void setState(String partition, String offset) {}
}
