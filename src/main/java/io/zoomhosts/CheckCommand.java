package io.zoomhosts;

import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.routes.RouteProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code check}: validates configuration and routes without running them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the configuration, the reports and the routes without running them.",
            "Prints problems to stderr as <file>:<line>: <reason>. Contacts neither Zoom nor Kafka."
        })
final class CheckCommand implements Callable<Integer> {

    /** The settings that get placeholder values if they are missing, so that routes can still be checked, as on CI. */
    static final List<String> CREDENTIALS = List.of("zoom.account-id", "zoom.client-id", "zoom.client-secret");

    @Override
    public Integer call() throws Exception {
        Logging.ofCommand("INFO");
        Map<String, String> placeholders = new HashMap<>();
        try {
            return check(placeholders);
        } catch (ConfigurationException e) {
            System.err.println(e.getMessage());
        }
        Environment environment = Environment.ofProcess();
        CREDENTIALS.stream()
                .filter(credential -> !environment.has(credential))
                .forEach(credential -> placeholders.put(credential, "check"));
        try {
            check(placeholders);
        } catch (ConfigurationException e) {
            System.err.println("The routes were not checked: fix the configuration first");
        }
        return ZoomHosts.UNUSABLE;
    }

    private static int check(Map<String, String> overrides) throws Exception {
        Application application = Application.load(Application.Purpose.CHECK, overrides, List.of());
        String folder = application.settings().routes();
        List<RouteFile> files = application.routeFiles();
        List<RouteProblem> problems = application.checkRoutes(files);
        problems.forEach(System.err::println);
        Application.foreignEngine(files).ifPresent(System.err::println);
        System.err.printf(
                problems.isEmpty() ? "The routes in %s can be used%n" : "The routes in %s cannot be used%n", folder);
        return problems.isEmpty() && application.checkAccounts() ? ZoomHosts.OK : ZoomHosts.UNUSABLE;
    }
}
