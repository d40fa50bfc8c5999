package io.zoomhosts.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A file with routes, as it was when it was read.
 *
 * @param location as Camel names it: {@code file:} or {@code classpath:} and a path
 * @param text what is in it; a byte that is not UTF-8 is U+FFFD
 */
public record RouteFile(String location, String text) {

    /** What the names of all route files end with. */
    public static final String SUFFIX = ".camel.yaml";

    private static final Pattern TOP_LEVEL_KEY = Pattern.compile("(?m)^- *[\"']?([A-Za-z-]+)");

    /** A key and its value on a line, without quotes. */
    private static final Pattern ENTRY = Pattern.compile("[- ]*[\"']?([\\w.-]+)[\"']?: *[\"']?(.*?)[\"']? *");

    private static final Set<String> KEYS_OF_ROUTES = Set.of("route", "from");

    /**
     * Reads the route files in a folder, in the order of their names.
     *
     * @param folder as Camel names it: {@code file:} or {@code classpath:} and a path
     * @throws Exception if the folder is not there, or a file is no longer
     */
    public static List<RouteFile> in(CamelContext context, String folder) throws Exception {
        List<RouteFile> files = new ArrayList<>();
        for (Resource resource :
                PluginHelper.getPackageScanResourceResolver(context).findResources(folder + "/*" + SUFFIX)) {
            files.add(new RouteFile(resource.getLocation(), text(resource)));
        }
        files.sort(Comparator.comparing(RouteFile::location));
        return files;
    }

    private static String text(Resource resource) throws IOException {
        try (InputStream content = resource.getInputStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The name of the file, without its folder. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** This very text, whatever is in the file by now. */
    Resource resource() {
        return ResourceHelper.fromBytes(location, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the file defines routes only: nothing that routes of other files are made with. */
    boolean holdsRoutesOnly() {
        List<String> keys = TOP_LEVEL_KEY
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(key -> key.replaceAll("[^A-Za-z]", ""))
                .toList();
        return !keys.isEmpty() && KEYS_OF_ROUTES.containsAll(keys);
    }

    /** The line, from 1 on, of a place in the text. */
    int line(int index) {
        return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
    }

    /** The line with a key that is nearest to another line; that one where there is none. */
    int lineOf(String key, int line) {
        return IntStream.rangeClosed(1, lines().size())
                .filter(each -> key(each).equals(key))
                .boxed()
                .min(Comparator.comparing(each -> Math.abs(each - line)))
                .orElse(line);
    }

    /**
     * The line of a step with the key or the value that is named: the longest, if it is more than one.
     *
     * @param begin line of the step, or of the {@code uri} of a {@code from}
     */
    int culprit(int begin, String names) {
        int culprit = begin;
        int length = 3;
        for (int line = begin; line == begin || line <= lines().size() && isInside(begin, line); line++) {
            String key = key(line);
            String value = value(line);
            int named = Math.max(
                    names.contains(value) ? value.length() : 0,
                    names.matches("(?s).*\\b" + Pattern.quote(key) + "\\b.*") ? key.length() : 0);
            if (named >= length) {
                culprit = line;
                length = named;
            }
        }
        return culprit;
    }

    private boolean isInside(int begin, int line) {
        boolean item = at(begin).strip().startsWith("-");
        return at(line).isBlank()
                || indent(line) > indent(begin)
                || !item && indent(line) == indent(begin) && !key(line).equals("steps");
    }

    private int indent(int line) {
        return at(line).length() - at(line).stripLeading().length();
    }

    private String key(int line) {
        Matcher entry = ENTRY.matcher(at(line));
        return entry.matches() ? entry.group(1) : "";
    }

    private String value(int line) {
        Matcher entry = ENTRY.matcher(at(line));
        return entry.matches() ? entry.group(2) : "";
    }

    private String at(int number) {
        return lines().get(number - 1);
    }

    private List<String> lines() {
        return List.of(text.split("\\R", -1));
    }
}
