package io.zoomhosts.account;

import io.zoomhosts.account.AccountFiles.Found;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the accounts as {@code zoom.accounts} declares them. If a file becomes unusable, its account goes on with the values that it
 * had. If the location, or every file in it, vanishes, all accounts go on: a mount may have been lost. Thread-safe.
 */
public final class AccountReload {

    private static final Logger LOG = LoggerFactory.getLogger(AccountReload.class);

    private static final long SECONDS_BETWEEN_LOOKS = 10;

    /** The largest number of names in a log line. */
    private static final int MOST_NAMES = 10;

    private final AccountFiles files;
    private final Path location;
    private final Accounts accounts;
    private final Function<DeclaredAccount, Account> create;

    private final Map<String, DeclaredAccount> inUse = new LinkedHashMap<>();
    private volatile Map<String, String> problems = Map.of();
    private List<String> exposed = List.of();
    private boolean vanished;

    /** @param create makes an account that is new */
    public AccountReload(
            AccountFiles files, Path location, Accounts accounts, Function<DeclaredAccount, Account> create) {
        this.files = files;
        this.location = location;
        this.accounts = accounts;
        this.create = create;
    }

    /**
     * Reads the accounts for the first time.
     *
     * @throws IOException if the location does not exist or cannot be read
     */
    public synchronized void read() throws IOException {
        use(files.read());
        if (accounts.all().isEmpty()) {
            LOG.warn(
                    "Accounts: {} has no account that can be used, so nothing is collected. Add a file for each account; a"
                            + " running service notices it within {} s",
                    location,
                    SECONDS_BETWEEN_LOOKS);
        }
    }

    /**
     * Reads them again every 10 seconds.
     *
     * @param changed receives each change
     */
    public void start(ScheduledExecutorService looks, Consumer<Accounts.Change> changed) {
        looks.scheduleWithFixedDelay(
                () -> {
                    Accounts.Change change = look();
                    if (!change.isEmpty()) {
                        changed.accept(change);
                    }
                },
                SECONDS_BETWEEN_LOOKS,
                SECONDS_BETWEEN_LOOKS,
                TimeUnit.SECONDS);
    }

    /** What is wrong with files that cannot be used, by the name of the file or folder. */
    public Map<String, String> problems() {
        return problems;
    }

    /** Applies what changed since the last look. */
    synchronized Accounts.Change look() {
        try {
            Found found = files.read();
            if (found.accounts().isEmpty() && found.problems().isEmpty() && !inUse.isEmpty()) {
                return vanish("has no files any more");
            }
            if (vanished) {
                vanished = false;
                LOG.info("Accounts: {} can be read again", location);
            }
            Accounts.Change change = use(found);
            logChange(change);
            return change;
        } catch (IOException | RuntimeException e) {
            return vanish("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private Accounts.Change vanish(String why) {
        if (!vanished) {
            vanished = true;
            LOG.warn(
                    "Accounts: {} {}. The known accounts ({}) go on as before. Bring it back; to collect from no account, stop"
                            + " zoom-hosts",
                    location,
                    why,
                    inUse.size());
        }
        return Accounts.Change.NONE;
    }

    private Accounts.Change use(Found found) {
        Map<String, DeclaredAccount> wanted = new LinkedHashMap<>(found.accounts());
        Map<String, String> named = new TreeMap<>();
        found.problems().forEach((file, problem) -> {
            DeclaredAccount before = inUse.get(file);
            boolean goesOn = before != null
                    && wanted.values().stream().noneMatch(other -> other.id().equals(before.id()));
            if (goesOn) {
                wanted.put(file, before);
            }
            named.put(
                    file,
                    problem
                            + (goesOn
                                    ? ". Account " + before.id() + " goes on with its earlier values"
                                    : ". Its account is not collected"));
        });
        logProblems(named);
        logExposed(found.exposed());
        inUse.clear();
        inUse.putAll(wanted);
        return accounts.declare(wanted.values(), create);
    }

    private void logProblems(Map<String, String> now) {
        now.forEach((file, problem) -> {
            if (!problem.equals(problems.get(file))) {
                LOG.error(
                        "Accounts: file {} cannot be used: {}. Other accounts are not affected. Correct the file; a running"
                                + " service notices it within {} s",
                        file,
                        problem,
                        SECONDS_BETWEEN_LOOKS);
            }
        });
        problems.keySet().stream()
                .filter(file -> !now.containsKey(file))
                .forEach(file -> LOG.info("Accounts: file {} has no problem any more", file));
        problems = Map.copyOf(now);
    }

    private void logExposed(List<String> now) {
        if (!now.isEmpty() && !now.equals(exposed)) {
            LOG.warn(
                    "Accounts: other users of this machine can read client secrets: {}. Take their permission away, as with"
                            + " chmod o-rw",
                    Names.first(MOST_NAMES, now));
        }
        exposed = now;
    }

    private void logChange(Accounts.Change change) {
        log("added", change.added());
        log("changed", change.changed());
        log("removed", change.removed());
    }

    private static void log(String what, List<Account> which) {
        if (!which.isEmpty()) {
            LOG.info("Accounts: {}: {}", what, Names.first(MOST_NAMES, which));
        }
    }
}
