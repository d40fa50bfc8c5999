package io.zoomhosts.account;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The accounts of {@code zoom.accounts}: a properties file, a folder with one for each account, or a folder with a folder for each
 * account, which has a file for each value, as Kubernetes mounts a Secret. Names that begin with a dot are not accounts. No message
 * contains a value.
 */
public final class AccountFiles {

    private static final String ID = "account-id";
    private static final String CLIENT_ID = "client-id";
    private static final String CLIENT_SECRET = "client-secret";
    private static final String API_URL = "api-url";
    private static final String OAUTH_URL = "oauth-url";
    private static final String RATE = "requests-per-second";
    private static final String REPORTS = "reports";
    private static final String ZONE = "time-zone";

    private static final Set<String> NAMES =
            Set.of(ID, CLIENT_ID, CLIENT_SECRET, API_URL, OAUTH_URL, RATE, REPORTS, ZONE);

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE);

    private final Path location;
    private final DeclaredAccount defaults;
    private final Function<String, String> addressProblem;
    private final Predicate<String> knownReport;

    /**
     * @param location a file or a folder
     * @param defaults the values of accounts that do not have their own; its id and credentials are not used
     * @param addressProblem why no request may be sent to an address; null if it may
     * @param knownReport whether a report with this name is declared
     */
    public AccountFiles(
            Path location,
            DeclaredAccount defaults,
            Function<String, String> addressProblem,
            Predicate<String> knownReport) {
        this.location = location;
        this.defaults = defaults;
        this.addressProblem = addressProblem;
        this.knownReport = knownReport;
    }

    /**
     * The accounts that can be used, and what is wrong with the others.
     *
     * @param accounts by the name of the file or folder, in its order; each id once
     * @param problems by the name of the file or folder
     * @param exposed files that other users of this machine can read or write
     */
    public record Found(Map<String, DeclaredAccount> accounts, Map<String, String> problems, List<String> exposed) {}

    /**
     * Reads all files.
     *
     * @throws IOException if the location does not exist or cannot be listed
     */
    public Found read() throws IOException {
        Found found = new Found(new LinkedHashMap<>(), new TreeMap<>(), new ArrayList<>());
        Map<String, String> fileOfId = new LinkedHashMap<>();
        for (Path source : sources()) {
            String name = source.getFileName().toString();
            try {
                DeclaredAccount account = account(values(source, found.exposed()));
                String other = fileOfId.putIfAbsent(account.id(), name);
                if (other == null) {
                    found.accounts().put(name, account);
                } else {
                    found.problems().put(name, "has the " + ID + " of " + other);
                }
            } catch (IOException e) {
                found.problems().put(name, "cannot be read (" + e.getClass().getSimpleName() + ")");
            } catch (IllegalArgumentException e) {
                found.problems().put(name, e.getMessage());
            }
        }
        return found;
    }

    private List<Path> sources() throws IOException {
        if (Files.isRegularFile(location)) {
            return List.of(location);
        }
        try (Stream<Path> files = Files.list(location)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> Files.isDirectory(file) || file.toString().endsWith(".properties"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> values(Path source, List<String> exposed) throws IOException {
        Map<String, String> values = new TreeMap<>();
        if (Files.isDirectory(source)) {
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    checkPermissions(file, exposed);
                    values.put(file.getFileName().toString(), Files.readString(file));
                }
            }
        } else {
            checkPermissions(source, exposed);
            Properties properties = new Properties();
            try (Reader text = Files.newBufferedReader(source, StandardCharsets.UTF_8)) {
                properties.load(text);
            }
            properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        }
        values.replaceAll((name, value) -> value.strip());
        return values;
    }

    private static void checkPermissions(Path file, List<String> exposed) throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (posix != null && posix.readAttributes().permissions().stream().anyMatch(OF_OTHERS::contains)) {
            exposed.add(file.getFileName().toString());
        }
    }

    private DeclaredAccount account(Map<String, String> values) {
        values.keySet().stream()
                .filter(name -> !NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException("has the unknown value " + name + ". Known ones: "
                            + NAMES.stream().sorted().toList());
                });
        values.forEach((name, value) -> {
            if (value.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("has a line break or another control character in " + name);
            }
        });
        return new DeclaredAccount(
                id(values),
                new Account.Credentials(required(values, CLIENT_ID), required(values, CLIENT_SECRET)),
                address(values, API_URL, defaults.apiUrl()),
                address(values, OAUTH_URL, defaults.oauthUrl()),
                rate(values),
                reports(values),
                zone(values));
    }

    private static String id(Map<String, String> values) {
        String id = required(values, ID);
        if (id.contains("/")) {
            throw new IllegalArgumentException("has a slash in " + ID + ", which Zoom's account ids do not have");
        }
        return id;
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("has no " + name);
        }
        return value;
    }

    private URI address(Map<String, String> values, String name, URI otherwise) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        String problem = addressProblem.apply(value);
        if (problem != null) {
            throw new IllegalArgumentException("its " + name + " " + problem);
        }
        return URI.create(value);
    }

    private int rate(Map<String, String> values) {
        String value = values.getOrDefault(RATE, "");
        if (value.isEmpty()) {
            return defaults.requestsPerSecond();
        }
        if (!value.matches("[1-9]\\d{0,2}|1000")) {
            throw new IllegalArgumentException("must have a whole number from 1 to 1000 as " + RATE);
        }
        return Integer.parseInt(value);
    }

    private List<String> reports(Map<String, String> values) {
        List<String> reports = Arrays.stream(values.getOrDefault(REPORTS, "").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        reports.stream().filter(name -> !knownReport.test(name)).findFirst().ifPresent(unknown -> {
            throw new IllegalArgumentException(
                    "names the report " + unknown + ", which no file in routes/reports or" + " routes/yours declares");
        });
        return reports.isEmpty() ? defaults.reports() : reports;
    }

    private ZoneId zone(Map<String, String> values) {
        String value = values.getOrDefault(ZONE, "");
        return value.isEmpty()
                ? defaults.zone()
                : TimeZones.find(value)
                        .orElseThrow(() -> new IllegalArgumentException("must have " + TimeZones.RULE + " as " + ZONE));
    }
}
