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
 * A route file with the text it had when it was read. A location of routes is a folder with a subfolder for each owner:
 * {@code engine}, {@code licences}, {@code reports} and {@code yours}. Any of them may be missing. Deeper folders are not read, because a
 * Kubernetes ConfigMap contains hidden ones.
 *
 * @param name relative to the location: {@code yours/each-host.camel.yaml}. Camel does not read a file without a folder or
 *     with another suffix
 * @param location as Camel names it: {@code file:} or {@code classpath:} and a path
 * @param text the content; invalid UTF-8 becomes U+FFFD
 */
public record RouteFile(String name, String location, String text) {

    /** The suffix of all route file names. */
    public static final String SUFFIX = ".camel.yaml";

    /** The routes of this version on the class path. */
    private static final String SHIPPED = "/routes/";

    static final String ENGINE = "engine/";
    static final String LICENCES = "licences/";
    static final String REPORTS = "reports/";
    static final String YOURS = "yours/";
    private static final List<String> FOLDERS = List.of(ENGINE, LICENCES, REPORTS, YOURS);

    private static final String FILE = "file:";
    private static final String ALL = "*" + SUFFIX;
    private static final String ALL_YAML = "*.y*ml";
    private static final Set<String> KEYS_OF_ROUTES = Set.of("route", "from");

    /**
     * Reads the route files of a location, ordered by folder, then by name. The result includes files that look like route
     * files but that Camel does not read, so that the check can report them.
     *
     * @param location as Camel names it: {@code file:} or {@code classpath:} and a path, without a slash at its end
     * @throws Exception if the location does not exist, or if a file is deleted during the call
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

    /** Does not use Camel's resolver, which decodes names such as a+b or a%20b like a URL. */
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
     * Checks that Camel can load the files of one location.
     *
     * @throws IllegalArgumentException if Camel would ignore a file, or one of two beans with the same name, or if a step
     *     is unsafe ({@link UnsafeSteps}) or interferes with the engine ({@link Trespasses})
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

    /** The YAML tree of each file, in the order of the files; null for invalid YAML. */
    static Map<RouteFile, Node> trees(Collection<RouteFile> files) {
        Map<RouteFile, Node> trees = new LinkedHashMap<>();
        files.forEach(file -> trees.put(file, file.tree()));
        return trees;
    }

    /**
     * The names of engine files that differ from those of this version, because they were edited or come from another
     * version. They are used, but may lack something that this program relies on.
     *
     * @throws IOException if the class path cannot be read
     */
    public static List<String> foreignEngine(Collection<RouteFile> files) throws IOException {
        List<String> foreign = new ArrayList<>();
        for (RouteFile file : files) {
            if (file.isOfProgram() && !file.isShipped()) {
                foreign.add(file.name());
            }
        }
        return foreign;
    }

    /** Whether the file belongs to the program, not to its user. */
    boolean isOfProgram() {
        return folder().equals(ENGINE) || isOfLicences();
    }

    private boolean isShipped() throws IOException {
        try (InputStream shipped = RouteFile.class.getResourceAsStream(SHIPPED + name)) {
            return shipped != null
                    && text(shipped.readAllBytes()).replace("\r\n", "\n").equals(text.replace("\r\n", "\n"));
        }
    }

    /** Whether the file belongs to the licence answer, which runs in a process of its own. */
    public boolean isOfLicences() {
        return folder().equals(LICENCES);
    }

    /** Whether a file outside {@code engine/} declares beans, such as reports. */
    public boolean declaresBeans() {
        return !folder().equals(ENGINE) && !beans(tree()).isEmpty();
    }

    /** Whether the file declares beans of the user's own, to which settings may refer. Reports are no such beans. */
    public boolean declaresBeansForSettings() {
        return folder().equals(YOURS) && declaresBeans();
    }

    /** The YAML tree; null for invalid YAML, which startup and the check report separately. */
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

    /** The folder of the owner, with a trailing slash; empty if the file is in none. */
    String folder() {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /** The reason why Camel would ignore this file, although it looks like a route file; empty if Camel reads it. */
    Optional<RouteProblem> ignored() {
        if (folder().isEmpty()) {
            return Optional.of(new RouteProblem(
                    name,
                    0,
                    "this file would be ignored: it is in none of the folders " + String.join(", ", FOLDERS)
                            + ". Move it to " + YOURS));
        }
        return name.endsWith(SUFFIX)
                ? Optional.empty()
                : Optional.of(new RouteProblem(
                        name, 0, "this file would be ignored: the name of a route file must end with " + SUFFIX));
    }

    /** A resource with the text as it was read, even if the file has changed since. */
    public Resource resource() {
        return ResourceHelper.fromBytes(location, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the file contains only routes. Anything else can affect how routes of other files are built. */
    boolean holdsRoutesOnly() {
        List<Node> items = Yaml.items(Yaml.read(text));
        return !items.isEmpty()
                && items.stream()
                        .allMatch(item ->
                                KEYS_OF_ROUTES.containsAll(Yaml.fields(item).keySet()));
    }

    /** The line of an index in the text, starting at 1. */
    int line(int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }
}
