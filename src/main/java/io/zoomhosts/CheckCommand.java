package io.zoomhosts;

import io.zoomhosts.routes.RouteFile;
import io.zoomhosts.routes.RouteProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says whether routes and configuration can be used, without running them. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the configuration and the routes, without running them.",
            "Neither Zoom nor Kafka is asked. What is wrong goes to stderr, a line each: <file>:<line>: <reason>."
        })
final class CheckCommand implements Callable<Integer> {

    /** So that routes can be checked where the credentials are not: in a build, say. */
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
            System.err.println("The routes were not checked: the configuration has to be usable first");
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
        return problems.isEmpty() ? ZoomHosts.OK : ZoomHosts.UNUSABLE;
    }
}
