package io.zoomhosts;

import io.zoomhosts.zoom.CredentialsRefusedException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program. Without a command it runs the service until it is stopped. */
@Command(
        name = "zoom-hosts",
        mixinStandardHelpOptions = true,
        versionProvider = ZoomHosts.Version.class,
        description = {
            "Publishes Zoom's active/inactive host report to Kafka.",
            "Without a command: runs as a service until it is stopped.",
            "The service collects on the schedule in zoom.schedule."
        },
        footer = {
            "",
            "Settings are in conf/application.properties. Environment variables override them.",
            "Exit status: 0 done; 1 a window failed (the message says why); 2 invalid arguments or configuration (the"
                    + " message says what to set); 3 out of memory."
        },
        subcommands = {
            CollectCommand.class,
            RunsCommand.class,
            CheckCommand.class,
            ReportsCommand.class,
            LicencesCommand.class
        })
public final class ZoomHosts implements Callable<Integer> {

    public static final int OK = CommandLine.ExitCode.OK;
    public static final int FAILED = CommandLine.ExitCode.SOFTWARE;
    public static final int UNUSABLE = CommandLine.ExitCode.USAGE;

    public static void main(String[] arguments) {
        // In a Turkish locale, the upper case of "title" is "TİTLE". Names of settings, here and in Camel, must not
        // depend on the user's locale.
        Locale.setDefault(Locale.ROOT);
        addConfToClassPath();
        System.exit(execute(arguments));
    }

    /** Java's own class path contains no folder, because an AOT cache allows none. */
    private static void addConfToClassPath() {
        String home = System.getProperty("zoom-hosts.home");
        if (home != null) {
            try {
                URL conf = Path.of(home, "conf").toUri().toURL();
                Thread.currentThread()
                        .setContextClassLoader(new URLClassLoader(new URL[] {conf}, ZoomHosts.class.getClassLoader()));
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    /** @return the exit status */
    public static int execute(String... arguments) {
        return arguments.length == 0 ? serve() : command(arguments);
    }

    /** Without Picocli: neither class archive nor AOT cache can hold its classes, and to load them takes a tenth of the start. */
    private static int serve() {
        try {
            Application.load(Application.Purpose.SERVICE, Map.of(), List.of()).serve();
            return OK;
        } catch (Exception e) {
            return failed(e, System.err::println);
        }
    }

    private static int command(String... arguments) {
        return new CommandLine(new ZoomHosts())
                .setParameterExceptionHandler((exception, given) -> {
                    exception.getCommandLine().getErr().println(exception.getMessage() + " (see --help)");
                    return UNUSABLE;
                })
                .setExecutionExceptionHandler(
                        (exception, commandLine, result) -> failed(exception, commandLine.getErr()::println))
                .execute(arguments);
    }

    private static int failed(Exception why, Consumer<String> terminal) {
        Logging.toUser(Level.ERROR, why.getMessage(), terminal);
        return why instanceof ConfigurationException || why instanceof CredentialsRefusedException ? UNUSABLE : FAILED;
    }

    @Override
    public Integer call() {
        return serve();
    }

    /** The version of the jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = ZoomHosts.class.getPackage().getImplementationVersion();
            return new String[] {"zoom-hosts " + (version == null ? "(not packaged)" : version)};
        }
    }
}
