package io.zoomhosts.promises;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.support.Launcher;
import io.zoomhosts.support.Launcher.Ended;
import io.zoomhosts.support.Rig;
import io.zoomhosts.support.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program behaves the same in every locale and folder, and reports a Java that is too old. */
@ExtendWith(WithKafka.class)
class LocalesAndFoldersIT {

    @TempDir
    private Path folder;

    /**
     * One locale for each way of writing letters and numbers: Turkish has another upper case of i, Arabic its own digits, German a
     * comma in numbers. {@code -Dlocales.all=true} tests all locales of Java, which takes long.
     */
    static List<Locale> locales() {
        Map<String, Locale> byWriting = new LinkedHashMap<>();
        Stream.of(Locale.getAvailableLocales())
                .sorted(Comparator.comparing(Locale::toLanguageTag))
                .forEach(locale -> byWriting.putIfAbsent(writing(locale), locale));
        return List.copyOf(byWriting.values());
    }

    private static String writing(Locale locale) {
        return Boolean.getBoolean("locales.all")
                ? locale.toLanguageTag()
                : "title".toUpperCase(locale)
                        + "TITLE".toLowerCase(locale)
                        + String.format(locale, "%d %.1f", 1234567890, -1.5);
    }

    @ParameterizedTest
    @MethodSource("locales")
    void behaves_the_same_in_every_locale(Locale locale, KafkaBroker kafka) throws Exception {
        try (Rig rig = Rig.start(kafka)) {
            Launcher launcher = rig.launcher()
                    .set(
                            "JAVA_OPTS",
                            "-Duser.language=%s -Duser.country=%s -Duser.script=%s -Duser.variant=%s"
                                    .formatted(
                                            locale.getLanguage(),
                                            locale.getCountry(),
                                            locale.getScript(),
                                            locale.getVariant()));

            assertThat(launcher.run("check").stderr()).matches("The routes in file:.*/routes can be used\n");
            assertThat(launcher.run(yesterday()).stdout())
                    .matches("(complete hosts (in)?active [\\d-]+ [\\d-]+ rows=\\d+ [ -~]+ seconds=\\d+\\.\\d\n){2}");
            assertThat(launcher.run("runs").stdout())
                    .matches("WINDOW [^\n]+\n(hosts [^\n]+ complete +\\d+ [ -~]+Z\n){2}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b", "a%20b %[a]{b}{{c}}${d},e;f?g=h&i#j*k'l\"m\\n -é\u2028"})
    void runs_in_a_folder_with_any_name(String name, KafkaBroker kafka) throws Exception {
        Path home = Launcher.copyTo(folder.resolve(name));
        try (Rig rig = Rig.start(kafka)) {
            String program = home.resolve("bin/zoom-hosts").toString();

            Ended checked = rig.launcher().by(program).run("check");
            Ended collected = rig.launcher().by(program).run(yesterday());
            Ended elsewhere = rig.launcher()
                    .set("ROUTES_LOCATION", "file:" + home.resolve("routes"))
                    .run("check");

            assertThat(checked.stderr()).isEqualTo("The routes in file:" + home.resolve("routes") + " can be used\n");
            assertThat(elsewhere).isEqualTo(checked);
            assertThat(collected.exitStatus()).as(collected.stderr()).isZero();
        }
    }

    @Test
    void reports_a_folder_with_a_colon() throws Exception {
        Path home = Launcher.copyTo(folder.resolve("a:b"));

        Ended ended =
                new Launcher().by(home.resolve("bin/zoom-hosts").toString()).run("check");

        assertThat(ended.stderr())
                .startsWith("zoom-hosts cannot run in a folder with a colon in its name")
                .hasLineCount(1);
        assertThat(ended.exitStatus()).isEqualTo(2);
    }

    /** Java before 17 would end with exit status 1, which means that a window failed. */
    @ParameterizedTest
    @CsvSource({"11.0.2, version 11.0.2", "1.8.0_402, version 1.8.0_402", ", older"})
    void reports_a_java_that_is_too_old(String version, String said) throws Exception {
        Path java = folder.resolve("bin/java");
        Files.createDirectories(java.getParent());
        Files.writeString(java, """
                #!/bin/sh
                echo "Unrecognized option: --enable-native-access=ALL-UNNAMED" >&2
                echo "Error: Could not create the Java Virtual Machine." >&2
                exit 1
                """);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (version != null) {
            Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        }

        Ended ended = new Launcher().set("JAVA_HOME", folder.toString()).run("check");

        assertThat(ended.stderr())
                .startsWith("zoom-hosts needs Java 17 or newer, but " + java + " is " + said)
                .contains("set JAVA_HOME")
                .hasLineCount(1);
        assertThat(ended.exitStatus()).isEqualTo(2);
    }

    private static String[] yesterday() {
        String day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        return new String[] {"collect", "--from", day, "--to", day};
    }
}
