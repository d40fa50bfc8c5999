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
 * Puts edited route files into use, between windows. It checks a change first, all files together; while a change cannot
 * be used, the previous version keeps running. A file that holds more than routes (a routeConfiguration, beans) makes it
 * rebuild all routes, because their steps may depend on it. A file in {@code reports/} is read at the start only.
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
     * @param folder of the route files, as Camel names it
     * @param check says what is wrong with files
     * @param rejected is told what is wrong with the files as they are
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

    /** Looks at the files every second, until the context stops. */
    public void start() {
        ScheduledExecutorService looks =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-reload");
        looks.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        LOG.info("Routes: watching {}; a changed file is used from the next window on", folder);
    }

    void look() {
        try {
            List<RouteFile> now = RouteFile.in(context, folder);
            unreadable = false;
            boolean stays = now.equals(seen);
            seen = now;
            // While it still changes, somebody is writing it.
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
                LOG.warn("Routes: {} cannot be read, still running the previous version: {}", folder, e.toString());
            }
        }
    }

    private void change(List<RouteFile> wanted) throws InterruptedException {
        if (!wanted.equals(usable)) {
            List<RouteProblem> problems = check.apply(wanted);
            if (context.isStopping() || context.isStopped()) {
                return; // and nothing can be tried any more
            }
            if (!problems.isEmpty()) {
                refuse(wanted, problems);
                return;
            }
            usable = wanted;
            accept();
            logReports(wanted);
            if (gate.windows() > 0 && !changed(wanted).isEmpty()) {
                LOG.info("Routes: {} changed; waiting for {} windows to end", names(changed(wanted)), gate.windows());
            }
        }
        if (changed(wanted).isEmpty()) {
            inUse = wanted;
        } else {
            gate.change(() -> replace(wanted));
        }
    }

    /** A refused change is gone: the files are those in use. */
    private void putBack() {
        if (refused != null) {
            LOG.info("Routes: the rejected change was undone; the files and the routes in use are the same again");
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

    /** Reports that changed since the last look, and are not as they were at the start. */
    private void logReports(List<RouteFile> wanted) {
        List<RouteFile> now = wanted.stream().filter(RouteReload::isReport).toList();
        if (!now.equals(inUse.stream().filter(RouteReload::isReport).toList()) && !now.equals(reports)) {
            LOG.warn(
                    "Routes: {} changed; a report is read at the start, so restart zoom-hosts to use it",
                    names(difference(reports, now)));
        }
    }

    private static boolean isReport(RouteFile file) {
        return file.folder().equals(RouteFile.REPORTS);
    }

    /** Files other than reports that are new, edited, or deleted. */
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

    /** No window is being collected. */
    private void replace(List<RouteFile> wanted) {
        Set<RouteFile> changed = changed(wanted);
        boolean all = !changed.stream().allMatch(RouteFile::holdsRoutesOnly);
        Set<String> locations = (all ? Stream.concat(inUse.stream(), wanted.stream()) : changed.stream())
                .filter(file -> !isReport(file))
                .map(RouteFile::location)
                .collect(Collectors.toSet());
        // A trigger keeps its route between its windows, and a request that nobody waits for may still run: next time.
        if (context.isStopping() || routes(locations).stream().anyMatch(this::isInWork)) {
            return;
        }
        try {
            put(locations, wanted);
            inUse = wanted;
            LOG.info("Routes: {} changed; used from the next window on", names(changed));
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
                    "Routes: {} stopped and cannot be started again, restart zoom-hosts: {}", locations, e.toString());
        }
    }

    /** Builds the routes of these locations anew, and no others. */
    private void put(Set<String> locations, List<RouteFile> files) throws Exception {
        for (RouteDefinition route : routes(locations)) {
            context.getRouteController().stopRoute(route.getId());
            context.removeRoute(route.getId());
        }
        // Camel does not say which file a configuration is from. The check allows none in reports/.
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
