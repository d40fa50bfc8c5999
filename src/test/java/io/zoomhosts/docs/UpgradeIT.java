package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/upgrade.md}: what its commands keep, and what happens to those who do what it warns about. */
class UpgradeIT {

    static final Path PAGE = Path.of("docs", "upgrade.md");

    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\\n(tar .*?)```");
    private static final String SHIPPED_STEP = "- log:";
    private static final String YOUR_STEP = "- log: # yours";
    private static final String REMOVED = "(?m)^licences\\.months=.*\\n";

    @TempDir
    private Path folder;

    private Path before;
    private Path after;

    /** The version before, with a step and a setting of the user, and the archive of the version after it. */
    @BeforeEach
    void install() throws Exception {
        Path archive = folder.resolve("zoom-hosts-0.2.0.tar.gz");
        Path built;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            built = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow();
        }
        String version = built.getFileName().toString().replace(".tar.gz", "");
        before = folder.resolve("zoom-hosts-0.1.0");
        after = folder.resolve("zoom-hosts-0.2.0");
        run("tar -xzf " + built.toAbsolutePath() + " && mv " + version + " zoom-hosts-0.2.0");
        run("tar -czf " + archive + " zoom-hosts-0.2.0 && mv zoom-hosts-0.2.0 zoom-hosts-0.1.0");
        edit(before.resolve("routes/yours/each-host.camel.yaml"), SHIPPED_STEP, YOUR_STEP);
        edit(before.resolve("conf/application.properties"), "zoom.reports=hosts", "zoom.reports=hosts,daily");
    }

    @Test
    void the_commands_keep_your_steps_and_show_your_settings() throws Exception {
        String commands = COMMANDS.matcher(Files.readString(PAGE))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);

        String output = run(commands);

        assertThat(after.resolve("routes/yours/each-host.camel.yaml")).content().contains(YOUR_STEP);
        assertThat(after.resolve("routes/engine"))
                .isDirectoryContaining(file -> file.toString().endsWith("2-window.camel.yaml"));
        assertThat(output).contains("< zoom.reports=hosts,daily", "> zoom.reports=hosts", "can be used");
    }

    @Test
    void an_archive_unpacked_over_the_old_folder_overwrites_steps_and_settings() throws Exception {
        run("tar -xzf zoom-hosts-0.2.0.tar.gz --strip-components=1 -C zoom-hosts-0.1.0");

        assertThat(before.resolve("routes/yours/each-host.camel.yaml"))
                .content()
                .doesNotContain(YOUR_STEP);
        assertThat(before.resolve("conf/application.properties")).content().doesNotContain("hosts,daily");
    }

    /** The file of a version that did not have the setting yet. */
    @Test
    void check_names_a_setting_that_the_old_file_lacks() throws Exception {
        Path settings = before.resolve("conf/application.properties");
        Files.writeString(settings, Files.readString(settings).replaceFirst(REMOVED, ""));
        run("tar -xzf zoom-hosts-0.2.0.tar.gz && cp " + settings + " zoom-hosts-0.2.0/conf/");

        Launcher.Ended check =
                launcher().by(after.resolve("bin/zoom-hosts").toString()).run("check");

        assertThat(check.exitStatus()).isEqualTo(2);
        assertThat(check.stderr()).contains("licences.months (LICENCES_MONTHS) is empty");
    }

    private static Launcher launcher() {
        return new Launcher()
                .set("ZOOM_ACCOUNT_ID", "account")
                .set("ZOOM_CLIENT_ID", "client")
                .set("ZOOM_CLIENT_SECRET", "secret");
    }

    private static void edit(Path file, String text, String replacement) throws IOException {
        String content = Files.readString(file);
        assertThat(content).contains(text);
        Files.writeString(file, content.replace(text, replacement));
    }

    private String run(String commands) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process shell = new ProcessBuilder(
                        List.of("bash", "-c", "set -eo pipefail\n" + launcher().exports() + commands))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(shell.waitFor(1, TimeUnit.MINUTES)).as(commands).isTrue();
        assertThat(shell.exitValue())
                .as("%s%s", commands, Files.readString(output))
                .isZero();
        return Files.readString(output);
    }
}
