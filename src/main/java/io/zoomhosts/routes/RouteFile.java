package io.zoomhosts.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A route file, as it was when it was read. A location of routes is a folder with one folder for each owner of files:
 * {@code engine}, {@code reports} and {@code yours}. Any of them may be missing. Folders below them are not read: a
 * Kubernetes ConfigMap has hidden ones.
 *
 * @param name relative to the location: {@code yours/each-host.camel.yaml}. Where it has no folder or another ending, Camel
 *     does not read the file
 * @param location as Camel names it: {@code file:} or {@code classpath:} and a path
 * @param text what is in it; a byte that is not UTF-8 is U+FFFD
 */
public record RouteFile(String name, String location, String text) {

    /** What the names of all route files end with. */
    public static final String SUFFIX = ".camel.yaml";

    /** Where the class path has the routes of this version. */
    private static final String SHIPPED = "/routes/";

    static final String ENGINE = "engine/";
    static final String REPORTS = "reports/";
    static final String YOURS = "yours/";
    private static final List<String> FOLDERS = List.of(ENGINE, REPORTS, YOURS);

    private static final String FILE = "file:";
    private static final String ALL = "*" + SUFFIX;
    private static final String ALL_YAML = "*.y*ml";
    private static final Set<String> KEYS_OF_ROUTES = Set.of("route", "from");

    /**
     * Reads the route files of a location: by folder, then by name. Those that look like one, and that Camel does not
     * read, are among them, for the check to refuse.
     *
     * @param location as Camel names it: {@code file:} or {@code classpath:} and a path, without a slash at its end
     * @throws Exception if the location is not there, or if a file is deleted meanwhile
     */
    public static List<RouteFile> in(CamelContext context, String location) throws Exception {
        List<RouteFile> files = new ArrayList<>();
        for (String folder : FOLDERS) {
            files.addAll(
                    location.startsWith(FILE)
                            ? inFolder(location, folder, ALL_YAML)
                            : onClassPath(context, location, folder, ALL_YAML));
        }
        files.addAll(location.startsWith(FILE) ? inFolder(location, "", ALL) : onClassPath(context, location, "", ALL));
        return files;
    }

    /** Not by Camel, which decodes a name such as a+b or a%20b as if it were a URL. */
    private static List<RouteFile> inFolder(String location, String folder, String pattern) throws IOException {
        Path path = Path.of(location.substring(FILE.length()), folder);
        if (!folder.isEmpty() && !Files.isDirectory(path)) {
            return List.of();
        }
        List<RouteFile> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, pattern)) {
            for (Path file : found) {
                if (Files.isRegularFile(file)) {
                    files.add(new RouteFile(folder + file.getFileName(), FILE + file, text(Files.readAllBytes(file))));
                }
            }
        }
        files.sort(Comparator.comparing(RouteFile::name));
        return files;
    }

    private static List<RouteFile> onClassPath(CamelContext context, String location, String folder, String pattern)
            throws Exception {
        List<RouteFile> files = new ArrayList<>();
        String within = location.substring(location.indexOf(':') + 1) + "/" + folder;
        for (Resource resource :
                PluginHelper.getPackageScanResourceResolver(context).findResources(location + "/" + folder + pattern)) {
            String path = resource.getLocation();
            // Camel also finds the files of inner folders.
            if (path.matches(".*[:/]" + Pattern.quote(within) + "[^/]*")) {
                try (InputStream content = resource.getInputStream()) {
                    files.add(new RouteFile(
                            folder + path.substring(path.lastIndexOf('/') + 1), path, text(content.readAllBytes())));
                }
            }
        }
        files.sort(Comparator.comparing(RouteFile::name));
        return files;
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    /**
     * Sees that Camel can load files of one location.
     *
     * @throws IllegalArgumentException if Camel would ignore a file, or one of two beans of the same name, or if a step is
     *     unsafe ({@link UnsafeSteps}) or reaches into the engine ({@link Trespasses})
     */
    public static void checkUsable(Collection<RouteFile> files) {
        Map<RouteFile, Node> trees = trees(files);
        Set<String> beans = new HashSet<>();
        Trespasses trespasses = new Trespasses(trees);
        trees.forEach((file, tree) -> {
            Stream.of(file.ignored().stream(), UnsafeSteps.in(file, tree).stream(), trespasses.in(file).stream())
                    .flatMap(problems -> problems)
                    .findFirst()
                    .ifPresent(problem -> {
                        throw new IllegalArgumentException(problem.toString());
                    });
            for (Node bean : beans(tree)) {
                String name = Yaml.text(Yaml.fields(bean).get("name"));
                if (!beans.add(name)) {
                    throw new IllegalArgumentException(file.name() + ": the bean '" + name + "' is declared twice");
                }
            }
        });
    }

    /** What each file holds, in the order of the files; null for one that is no YAML. */
    static Map<RouteFile, Node> trees(Collection<RouteFile> files) {
        Map<RouteFile, Node> trees = new LinkedHashMap<>();
        files.forEach(file -> trees.put(file, file.tree()));
        return trees;
    }

    /**
     * Names of those that are the engine's, but not as they came with this version: edited, or of another version. They run,
     * but an engine of another version may miss what this program relies on.
     *
     * @throws IOException if the class path cannot be read
     */
    public static List<String> foreignEngine(Collection<RouteFile> files) throws IOException {
        List<String> foreign = new ArrayList<>();
        for (RouteFile file : files) {
            if (file.folder().equals(ENGINE) && !file.isShipped()) {
                foreign.add(file.name());
            }
        }
        return foreign;
    }

    private boolean isShipped() throws IOException {
        try (InputStream shipped = RouteFile.class.getResourceAsStream(SHIPPED + name)) {
            return shipped != null
                    && text(shipped.readAllBytes()).replace("\r\n", "\n").equals(text.replace("\r\n", "\n"));
        }
    }

    /** Whether the file, which is not the engine's, holds more than routes: declarations of reports, for example. */
    public boolean declaresBeans() {
        return !folder().equals(ENGINE) && !beans(tree()).isEmpty();
    }

    /** Its YAML; null where it is none, which a start and the check say in their own way. */
    Node tree() {
        try {
            return Yaml.read(text);
        } catch (YamlEngineException notYaml) {
            return null;
        }
    }

    /** The beans that a tree declares. */
    static List<Node> beans(Node tree) {
        return Yaml.items(tree).stream()
                .flatMap(item -> Yaml.items(Yaml.fields(item).get("beans")).stream())
                .toList();
    }

    /** The folder of its owner, with a slash at its end; empty where it is in none. */
    String folder() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /** Why Camel does not read this file, although it looks like one of the routes; empty where Camel reads it. */
    Optional<RouteProblem> ignored() {
        if (folder().isEmpty()) {
            return Optional.of(new RouteProblem(
                    name,
                    0,
                    "this file is in none of " + String.join(", ", FOLDERS) + " and would not be read: move it to "
                            + YOURS));
        }
        return name.endsWith(SUFFIX)
                ? Optional.empty()
                : Optional.of(new RouteProblem(
                        name, 0, "this file would not be read: the name of a route file ends with " + SUFFIX));
    }

    /** This very text, whatever is in the file by now. */
    public Resource resource() {
        return ResourceHelper.fromBytes(location, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the file holds routes only. Anything else can change how the routes of other files are built. */
    boolean holdsRoutesOnly() {
        List<Node> items = Yaml.items(Yaml.read(text));
        return !items.isEmpty()
                && items.stream()
                        .allMatch(item ->
                                KEYS_OF_ROUTES.containsAll(Yaml.fields(item).keySet()));
    }

    /** The line, from 1 on, of a place in the text. */
    int line(int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }
}
