package io.zoomhosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation says that can be run on a build server. */
class DocsIT {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");

    @TempDir
    private Path checkout;

    @Test
    void should_check_routes_on_a_build_server_as_the_examples_say() throws Exception {
        List<JsonNode> examples = YAML.matcher(Files.readString(Path.of("docs", "routes.md")))
                .results()
                .map(block -> yaml(block.group(1)))
                .toList();
        Files.createSymbolicLink(checkout.resolve("zoom-hosts"), Launcher.HOME);
        Path routes = Files.createDirectory(checkout.resolve("routes"));
        Routes.copyTo(routes);

        JsonNode github = examples.get(0).at("/jobs/check");
        JsonNode gitlab = examples.get(1).path("check-routes");
        String githubScript = github.at("/steps/2/run").textValue();
        String gitlabScript = gitlab.at("/script/0").textValue();

        assertThat(run(githubScript, github.path("env"))).isZero();
        assertThat(run(gitlabScript, gitlab.path("variables"))).isZero();
        Routes.eachHost(routes, "- nonsense: {}\n");
        assertThat(run(githubScript, github.path("env"))).isEqualTo(2);
        assertThat(run(gitlabScript, gitlab.path("variables"))).isEqualTo(2);
    }

    private int run(String script, JsonNode environment) throws Exception {
        ProcessBuilder shell = new ProcessBuilder("sh", "-e", "-c", script)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"));
        Map<String, String> variables = shell.environment();
        variables.keySet().removeIf(name -> name.matches("(ZOOM|KAFKA|CAMEL|ROUTES)_.*"));
        environment
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().textValue()));
        return shell.start().waitFor();
    }

    private static JsonNode yaml(String text) {
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
