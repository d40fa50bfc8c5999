package io.zoomhosts.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts {@code bin/zoom-hosts} of the built distribution as a user does, configured by environment variables only. */
public final class Launcher {

    public static final Path HOME = Path.of("target", "zoom-hosts").toAbsolutePath();

    /** Names of the variables that the distribution reads. */
    private static final String VARIABLES = "(ZOOM|KAFKA|LICENCES|CAMEL|MANAGEMENT|ROUTES|TRACING|OTEL)_.*"
            + "|LOG_(LEVEL|FORMAT)|JAVA_OPTS|((HTTPS?|NO)_PROXY)|((https?|no)_proxy)";

    private final Map<String, String> environment = new HashMap<>();
    private List<String> command = List.of(HOME.resolve("bin/zoom-hosts").toString());

    /** Output and exit status of a process. */
    public record Ended(int exitStatus, String stdout, String stderr) {

        public List<String> stdoutLines() {
            return stdout.lines().toList();
        }
    }

    /** Copies the distribution to a folder that does not exist yet. */
    public static Path copyTo(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, folder.resolve(HOME.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return folder;
    }

    public Launcher set(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    public Launcher unset(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Starts {@code bin/zoom-hosts} through another command, which gets its path and arguments. */
    public Launcher by(String... words) {
        command = List.of(words);
        return this;
    }

    /** Commands for bash that set its variables and no others. */
    public String exports() {
        StringBuilder commands = new StringBuilder(
                "for name in $(compgen -e); do if [[ $name =~ ^(" + VARIABLES + ")$ ]]; then unset $name; fi; done\n");
        environment.forEach((name, value) -> commands.append("export ")
                .append(name)
                .append("='")
                .append(value)
                .append("'\n"));
        return commands.toString();
    }

    /** Runs it with these arguments and waits for its end. */
    public Ended run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).end();
    }

    public Started start(String... arguments) throws IOException {
        Path stdout = Files.createTempFile("zoom-hosts-", ".out");
        Path stderr = Files.createTempFile("zoom-hosts-", ".err");
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(command.stream(), Stream.of(arguments)).toList());
        builder.redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        builder.environment().keySet().removeIf(name -> name.matches(VARIABLES));
        builder.environment().putAll(environment);
        return new Started(builder.start(), stdout, stderr);
    }

    /** A running process; closing it kills the process. */
    public record Started(Process process, Path stdout, Path stderr) implements AutoCloseable {

        /** Its output on stdout and stderr so far. */
        public String output() {
            try {
                return Files.readString(stdout, StandardCharsets.UTF_8)
                        + Files.readString(stderr, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }

        public Ended end() throws IOException, InterruptedException {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after two minutes:\n" + output());
            }
            return new Ended(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
        }
    }
}
