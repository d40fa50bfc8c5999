package io.zoomhosts.docs;

import io.zoomhosts.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code docs/settings.md} from {@code application.properties}: {@code mvn -q test-compile exec:java@settings}. A comment
 * describes the settings directly below it. A comment above an empty line is a paragraph of its section. The page ends
 * where the properties of Camel begin.
 */
public final class SettingsPage {

    static final Path PAGE = Path.of("docs", "settings.md");

    private static final Path SETTINGS = Path.of("src", "main", "resources", "application.properties");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final Pattern SECTION = Pattern.compile("# --- (.+?) -+");
    private static final Pattern PROPERTY = Pattern.compile("([\\w.\\[\\]-]+)=(.*)");

    private static final Pattern NAME = Pattern.compile(
            "(?<![\\w/])("
                    + "(zoom|kafka|routes|management|log|tracing|camel|transaction|sasl|mdc|application)\\.[\\w.-]*\\w(\\[[\\w.]+])?"
                    + "|KAFKA_CLIENT_(?![A-Z])|[A-Z]+_[A-Z_]*[A-Z]|<topic>\\.\\w+|http://<host>:<port>[\\w/]+|/observe/[\\w/]+"
                    + "|bin/zoom-hosts reports|(bin|routes|engine|reports|yours)/[\\w-]*|file:/[\\w/]+|classpath:routes|https?://)");

    private static final String HEAD = """
            # Settings

            <!-- Written by mvn -q test-compile exec:java@settings from src/main/resources/application.properties. -->

            Every setting is a property in `conf/application.properties` and an environment variable, which overrides the property:
            `zoom.page-size` is `ZOOM_PAGE_SIZE`.

            - Leave a setting out to keep its default. An empty value overrides the default.
            - A variable's value is taken literally. In `application.properties`, `{{zoom.page-size}}` stands for the value of another
              setting.
            - Any variable can name a file that contains the value, as with secrets of Docker and Kubernetes:
              `ZOOM_CLIENT_SECRET_FILE=/run/secrets/zoom`.
            - Every setting of Kafka's clients is a variable too: [Kafka](kafka.md). Proxies and trust stores: [network](network.md).
            - zoom-hosts reports all invalid settings at start, by both names, and exits with status 2 (`SettingsTest`). Messages never
              show a value.
            """;

    /** Settings with one description. */
    record Entry(List<String> properties, List<String> defaults, String meaning) {}

    private SettingsPage() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(PAGE, page());
    }

    static String page() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        List<String> comment = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        Entry entry = null;
        for (String line : Files.readAllLines(SETTINGS)) {
            Matcher section = SECTION.matcher(line);
            Matcher property = PROPERTY.matcher(line);
            if (section.matches() && section.group(1).startsWith("Camel")) {
                break;
            } else if (section.matches()) {
                writeTable(page, entries);
                page.append("\n## ").append(section.group(1)).append('\n');
                comment.clear();
            } else if (line.startsWith("#")) {
                entry = null;
                comment.add(line.replaceFirst("# ?", ""));
            } else if (property.matches()) {
                if (entry == null) {
                    entry = new Entry(new ArrayList<>(), new ArrayList<>(), String.join(" ", comment));
                    entries.add(entry);
                    comment.clear();
                }
                entry.properties().add(property.group(1));
                entry.defaults().add(property.group(2));
            } else {
                if (entry == null && !comment.isEmpty() && page.length() > HEAD.length()) {
                    writeTable(page, entries);
                    page.append('\n').append(marked(String.join("\n", comment))).append('\n');
                }
                comment.clear();
                entry = null;
            }
        }
        writeTable(page, entries);
        return page.toString();
    }

    /** The properties that users set, in the order of the file. */
    static List<String> documented() throws IOException {
        return Files.readAllLines(SETTINGS).stream()
                .map(PROPERTY::matcher)
                .filter(Matcher::matches)
                .map(property -> property.group(1))
                .filter(property -> !property.startsWith("camel."))
                .toList();
    }

    /** The classes that show what a setting does. */
    static List<Path> shownBy(String property) throws IOException {
        Properties shownBy = new Properties();
        shownBy.load(SettingsPage.class.getResourceAsStream("/docs/shown-by.properties"));
        String classes = shownBy.getProperty(property);
        if (classes == null) {
            throw new IllegalStateException("src/test/resources/docs/shown-by.properties has no test of " + property);
        }
        List<Path> files = new ArrayList<>();
        for (String name : classes.split(", ")) {
            files.add(file(name));
        }
        return files;
    }

    /** The source of a test. */
    static Path file(String name) throws IOException {
        try (Stream<Path> tests = Files.walk(TESTS)) {
            return tests.filter(test -> test.endsWith(name + ".java"))
                    .findAny()
                    .orElseThrow(() -> new IllegalStateException("there is no test " + name));
        }
    }

    private static void writeTable(StringBuilder page, List<Entry> entries) throws IOException {
        entries.removeIf(entry -> entry.properties().get(0).startsWith("camel."));
        if (!entries.isEmpty()) {
            page.append("\n| setting | default | meaning | shown by |\n|---|---|---|---|\n");
        }
        for (Entry entry : entries) {
            page.append("| ")
                    .append(lines(entry.properties().stream()
                            .map(property -> "`" + property + "` `" + Environment.variable(property) + "`")))
                    .append(" | ")
                    .append(lines(entry.defaults().stream().map(value -> value.isEmpty() ? "none" : "`" + value + "`")))
                    .append(" | ")
                    .append(marked(entry.meaning().replace("|", "\\|")))
                    .append(" | ")
                    .append(links(entry.properties()))
                    .append(" |\n");
        }
        entries.clear();
    }

    /** Names of settings, variables, paths and files as code. */
    private static String marked(String text) {
        return NAME.matcher(text.replace("this file", "application.properties")).replaceAll("`$0`");
    }

    private static String lines(Stream<String> cells) {
        return cells.collect(Collectors.joining("<br>"));
    }

    private static String links(List<String> properties) throws IOException {
        List<Path> tests = new ArrayList<>();
        for (String property : properties) {
            tests.addAll(shownBy(property));
        }
        return tests.stream()
                .distinct()
                .map(test ->
                        "[`%s`](../%s)".formatted(test.getFileName().toString().replace(".java", ""), test))
                .collect(Collectors.joining(" "));
    }
}
