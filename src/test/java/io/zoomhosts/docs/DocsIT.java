package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.RoutesCopy;
import io.zoomhosts.support.WithKafka;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Examples of the documentation run as written. */
class DocsIT {

    @TempDir
    private Path checkout;

    @Test
    void ci_examples_check_routes() throws Exception {
        List<JsonNode> examples = Pages.examples("routes.md");
        copyDistribution(checkout.resolve("zoom-hosts"));
        Path yours = Files.createDirectory(checkout.resolve("yours"));
        Path hook = yours.resolve("each-host.camel.yaml");
        Files.copy(RoutesCopy.SHIPPED.resolve("yours/each-host.camel.yaml"), hook);

        JsonNode github = examples.get(0).at("/jobs/check");
        JsonNode gitlab = examples.get(1).path("check-routes");
        String githubScript = github.at("/steps/2/run").textValue();
        String gitlabScript =
                gitlab.path("script").valueStream().map(JsonNode::textValue).collect(Collectors.joining("\n"));

        assertThat(run(githubScript, github.path("env"))).isZero();
        assertThat(run(gitlabScript, gitlab.path("variables"))).isZero();
        Files.writeString(hook, Files.readString(hook).replace("- log:", "- nonsense:"));
        assertThat(run(githubScript, github.path("env"))).isEqualTo(2);
        assertThat(run(gitlabScript, gitlab.path("variables"))).isEqualTo(2);
    }

    /** A copy with writable routes: other tests use those of the build. */
    private static void copyDistribution(Path copy) throws IOException {
        Files.createDirectories(copy.resolve("bin"));
        Files.copy(Launcher.HOME.resolve("bin/zoom-hosts"), copy.resolve("bin/zoom-hosts"));
        for (String folder : List.of("conf", "lib")) {
            Files.createSymbolicLink(copy.resolve(folder), Launcher.HOME.resolve(folder));
        }
        RoutesCopy.copyTo(copy.resolve("routes"));
    }

    @Test
    void reports_page_shows_the_shipped_report_hosts() throws Exception {
        assertThat(Pages.examples("reports.md").get(0))
                .isEqualTo(Manifest.yaml(RoutesCopy.SHIPPED.resolve("reports/hosts.camel.yaml")));
    }

    @Test
    @ExtendWith(WithKafka.class)
    void collects_the_example_report_of_the_reports_page(KafkaBroker kafka) throws Exception {
        RoutesCopy.copyTo(checkout);
        Files.writeString(
                checkout.resolve("yours/sales-hosts.camel.yaml"),
                Pages.examples("reports.md").get(1).toString());
        Window month = Rig.lastMonth("active");
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = rig.launcher().set("ROUTES_LOCATION", "file:" + checkout);

            Launcher.Ended check = launcher.run("check");
            Launcher.Ended reports = launcher.run("reports");
            Launcher.Ended collect = launcher.run(
                    "collect",
                    "--report",
                    "sales-hosts",
                    "--from",
                    month.from().toString(),
                    "--to",
                    month.to().toString());

            assertThat(check.exitStatus()).as(check.stderr()).isZero();
            assertThat(reports.stdoutLines())
                    .anyMatch(line -> line.matches("sales-hosts +/report/users +zoom.sales-hosts .* no"));
            assertThat(collect.exitStatus()).as(collect.stderr()).isZero();
            assertThat(collect.stdoutLines())
                    .satisfiesExactly(
                            line -> assertThat(line).startsWith("complete sales-hosts active " + month.from()),
                            line -> assertThat(line).startsWith("complete sales-hosts inactive " + month.from()));
        }
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
}
