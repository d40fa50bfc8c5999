package io.zoomhosts.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies edited route files between windows. It first checks all files together. If the check fails, the change is
 * rejected and the previous version keeps running. If a changed file contains more than routes (a routeConfiguration,
 * beans), all routes are rebuilt, because their steps may depend on it. Files in {@code reports/} are read only at startup.
 */
public final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private static final long SECONDS_BETWEEN_LOOKS = 1;

    private final ModelCamelContext context;
    private final String folder;
    private final WindowGate gate;
    private final Function<List<RouteFile>, List<RouteProblem>> check;
    private final RejectedChange rejected;
    private final List<RouteFile> reports;

    private List<RouteFile> inUse;
    private List<RouteFile> seen;
    private List<RouteFile> usable;
    private List<RouteFile> refused;
    private boolean unreadable;

    /**
     * @param folder the location of the route files, as a Camel URI
     * @param check returns the problems of files
     * @param rejected receives the problems of a rejected change
     * @throws Exception if the folder cannot be read
     */
    public RouteReload(
            CamelContext context,
            String folder,
            WindowGate gate,
            Function<List<RouteFile>, List<RouteProblem>> check,
            RejectedChange rejected)
            throws Exception {
        this.context = (ModelCamelContext) context;
        this.folder = folder;
        this.gate = gate;
        this.check = check;
        this.rejected = rejected;
        this.inUse = RouteFile.in(context, folder);
        this.seen = inUse;
        this.reports = inUse.stream().filter(RouteReload::isReport).toList();
    }

    /** Checks the files for changes every second, until the context stops. */
    public void start() {
        ScheduledExecutorService looks =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-reload");
        looks.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        LOG.info("Routes: watching {}; changed files apply from the next window", folder);
    }

    void look() {
        try {
            List<RouteFile> now = RouteFile.in(context, folder);
            unreadable = false;
            boolean stays = now.equals(seen);
            seen = now;
            // If the files still change, they are being written. Wait for the next look.
            if (stays && now.equals(inUse)) {
                putBack();
            } else if (stays && !now.equals(refused)) {
                change(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            if (!unreadable) {
                unreadable = true;
                LOG.warn("Routes: cannot read {}, still running the previous version: {}", folder, e.toString());
            }
        }
    }

    private void change(List<RouteFile> wanted) throws InterruptedException {
        if (!wanted.equals(usable)) {
            List<RouteProblem> problems = check.apply(wanted);
            if (context.isStopping() || context.isStopped()) {
                return; // the check cannot build routes during shutdown, so its result means nothing
            }
            if (!problems.isEmpty()) {
                refuse(wanted, problems);
                return;
            }
            usable = wanted;
            accept();
            logReports(wanted);
            if (gate.windows() > 0 && !changed(wanted).isEmpty()) {
                LOG.info(
                        "Routes: {} changed; waiting for the windows in progress to end: {}",
                        names(changed(wanted)),
                        gate.windows());
            }
        }
        if (changed(wanted).isEmpty()) {
            inUse = wanted;
        } else {
            gate.change(() -> replace(wanted));
        }
    }

    /** The files match the running routes again, so a rejected change was undone. */
    private void putBack() {
        if (refused != null) {
            LOG.info("Routes: the rejected change was undone; the files match the running routes again");
            accept();
        }
    }

    private void accept() {
        refused = null;
        rejected.clear();
    }

    private void refuse(List<RouteFile> wanted, List<RouteProblem> problems) {
        refused = wanted;
        rejected.set(problems);
        problems.forEach(
                problem -> LOG.error("Routes: change rejected, still running the previous version: {}", problem));
    }

    /** Warns about reports that changed since the last look and differ from those read at startup. */
    private void logReports(List<RouteFile> wanted) {
        List<RouteFile> now = wanted.stream().filter(RouteReload::isReport).toList();
        if (!now.equals(inUse.stream().filter(RouteReload::isReport).toList()) && !now.equals(reports)) {
            LOG.warn(
                    "Routes: {} changed; reports are read only at startup, so restart zoom-hosts to apply the change",
                    names(difference(reports, now)));
        }
    }

    private static boolean isReport(RouteFile file) {
        return file.folder().equals(RouteFile.REPORTS);
    }

    /** Files that are new, edited or deleted, except reports. */
    private Set<RouteFile> changed(List<RouteFile> wanted) {
        return difference(inUse, wanted).stream()
                .filter(file -> !isReport(file))
                .collect(Collectors.toSet());
    }

    private static Set<RouteFile> difference(List<RouteFile> before, List<RouteFile> after) {
        return Stream.concat(
                        after.stream().filter(file -> !before.contains(file)),
                        before.stream().filter(file -> !after.contains(file)))
                .collect(Collectors.toSet());
    }

    private static String names(Collection<RouteFile> files) {
        return files.stream().map(RouteFile::name).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** Called while no window is being collected. */
    private void replace(List<RouteFile> wanted) {
        Set<RouteFile> changed = changed(wanted);
        boolean all = !changed.stream().allMatch(RouteFile::holdsRoutesOnly);
        Set<String> locations = (all ? Stream.concat(inUse.stream(), wanted.stream()) : changed.stream())
                .filter(file -> !isReport(file))
                .map(RouteFile::location)
                .collect(Collectors.toSet());
        // A trigger occupies its route between windows, and a request that nobody waits for may still run. Try again at
        // the
        // next look.
        if (context.isStopping() || routes(locations).stream().anyMatch(this::isInWork)) {
            return;
        }
        try {
            put(locations, wanted);
            inUse = wanted;
            LOG.info("Routes: {} changed; applies from the next window", names(changed));
        } catch (Exception e) {
            refuse(wanted, List.of(new RouteProblem(names(changed), 0, Refusal.reason(e))));
            restore(locations);
        }
    }

    private void restore(Set<String> locations) {
        try {
            put(locations, inUse);
        } catch (Exception e) {
            LOG.error(
                    "Routes: {} are stopped, and the previous version could not be restored ({}). Fix or restore the"
                            + " files, run 'bin/zoom-hosts check', then restart zoom-hosts",
                    String.join(", ", locations),
                    e.toString());
        }
    }

    /** Rebuilds the routes of these locations, and no others. */
    private void put(Set<String> locations, List<RouteFile> files) throws Exception {
        for (RouteDefinition route : routes(locations)) {
            context.getRouteController().stopRoute(route.getId());
            context.removeRoute(route.getId());
        }
        // Camel does not expose the file of a configuration. The check allows none in reports/.
        if (files.stream().allMatch(file -> isReport(file) || locations.contains(file.location()))) {
            for (RouteConfigurationDefinition known : new ArrayList<>(context.getRouteConfigurationDefinitions())) {
                context.removeRouteConfiguration(known);
            }
        }
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(files.stream()
                        .filter(file -> locations.contains(file.location()))
                        .map(RouteFile::resource)
                        .toList());
    }

    private List<RouteDefinition> routes(Set<String> locations) {
        return context.getRouteDefinitions().stream()
                .filter(route -> route.getResource() != null
                        && locations.contains(route.getResource().getLocation()))
                .toList();
    }

    private boolean isInWork(RouteDefinition route) {
        return context.getInflightRepository().size(route.getId()) > 0;
    }
}
