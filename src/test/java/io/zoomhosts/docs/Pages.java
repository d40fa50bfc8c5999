package io.zoomhosts.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown pages of the project. */
final class Pages {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    private Pages() {}

    /** The pages at the top, in {@code docs} and in {@code deploy}, and the index for language models. */
    static List<Path> all() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"));
                Stream<Path> deploy = Files.walk(Path.of("deploy"))) {
            return Stream.of(top, docs, deploy)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md") || file.endsWith("llms.txt"))
                    .sorted()
                    .toList();
        }
    }

    /** The YAML examples of a page in {@code docs}, in their order. */
    static List<JsonNode> examples(String page) throws IOException {
        return YAML.matcher(Files.readString(Path.of("docs", page)))
                .results()
                .map(block -> Manifest.yaml(block.group(1)))
                .toList();
    }
}
