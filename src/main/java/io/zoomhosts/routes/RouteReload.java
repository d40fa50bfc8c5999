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
 * Puts route files that were edited in the place of those before, between windows. A change is checked first, all files
 * together; if it cannot be used, the routes before go on. A file that defines more than routes (a routeConfiguration,
 * beans) has all routes made anew, because they may be made with it.
 */
public final class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);

    private static final long SECONDS_BETWEEN_LOOKS = 1;

    private final ModelCamelContext context;
    private final String folder;
    private final WindowGate gate;
    private final Function<List<RouteFile>, List<RouteProblem>> check;

    private List<RouteFile> inUse;
    private List<RouteFile> seen;
    private List<RouteFile> usable;
    private List<RouteFile> refused;

    /**
     * @param folder of the route files, as Camel names it
     * @param check says what is wrong with files
     * @throws Exception if the folder cannot be read
     */
    public RouteReload(
            CamelContext context, String folder, WindowGate gate, Function<List<RouteFile>, List<RouteProblem>> check)
            throws Exception {
        this.context = (ModelCamelContext) context;
        this.folder = folder;
        this.gate = gate;
        this.check = check;
        this.inUse = RouteFile.in(context, folder);
        this.seen = inUse;
    }

    /** Looks at the files every second, until the context stops. */
    public void start() {
        ScheduledExecutorService looks =
                context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-reload");
        looks.scheduleWithFixedDelay(this::look, SECONDS_BETWEEN_LOOKS, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
        LOG.info("Routes: a change of a file in {} is in use from the next window on", folder);
    }

    void look() {
        try {
            List<RouteFile> now = RouteFile.in(context, folder);
            boolean stays = now.equals(seen);
            seen = now;
            // Until it stays, it is being written.
            if (stays && !now.equals(inUse) && !now.equals(refused)) {
                change(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("Routes: {} cannot be read, the routes before go on: {}", folder, e.toString());
        }
    }

    private void change(List<RouteFile> wanted) throws InterruptedException {
        if (!wanted.equals(usable)) {
            List<RouteProblem> problems = check.apply(wanted);
            if (!problems.isEmpty()) {
                refuse(wanted, problems);
                return;
            }
            usable = wanted;
            if (gate.windows() > 0) {
                LOG.info("Routes: {} changed, {} windows in work end first", names(changed(wanted)), gate.windows());
            }
        }
        gate.change(() -> replace(wanted));
    }

    private void refuse(List<RouteFile> wanted, Collection<RouteProblem> problems) {
        refused = wanted;
        problems.forEach(problem -> LOG.error("Routes: change refused, the routes before go on: {}", problem));
    }

    /** Those that are new, other than before, or gone. */
    private Set<RouteFile> changed(List<RouteFile> wanted) {
        return Stream.concat(
                        wanted.stream().filter(file -> !inUse.contains(file)),
                        inUse.stream().filter(file -> !wanted.contains(file)))
                .collect(Collectors.toSet());
    }

    private static String names(Collection<RouteFile> files) {
        return files.stream().map(RouteFile::name).distinct().sorted().collect(Collectors.joining(", "));
    }

    /** No window is in work. */
    private void replace(List<RouteFile> wanted) {
        Set<RouteFile> changed = changed(wanted);
        boolean all = !changed.stream().allMatch(RouteFile::holdsRoutesOnly);
        Set<String> locations = (all ? Stream.concat(inUse.stream(), wanted.stream()) : changed.stream())
                .map(RouteFile::location)
                .collect(Collectors.toSet());
        // A fire goes on between its windows, and a request that nobody waits for any more may be on its way: next
        // time.
        if (context.isStopping() || routes(locations).stream().anyMatch(this::isInWork)) {
            return;
        }
        try {
            put(locations, wanted);
            inUse = wanted;
            LOG.info("Routes: {} changed, in use from the next window on", names(changed));
        } catch (Exception e) {
            refuse(wanted, List.of(new RouteProblem(names(changed), 0, new Refusal(null, e).reason())));
            restore(locations);
        }
    }

    private void restore(Set<String> locations) {
        try {
            put(locations, inUse);
        } catch (Exception e) {
            LOG.error("Routes: those of {} do not run any more, restart the process: {}", locations, e.toString());
        }
    }

    /** Has the files at these locations, and no others, make their routes anew. */
    private void put(Set<String> locations, List<RouteFile> files) throws Exception {
        for (RouteDefinition route : routes(locations)) {
            context.getRouteController().stopRoute(route.getId());
            context.removeRoute(route.getId());
        }
        if (locations.containsAll(files.stream().map(RouteFile::location).toList())) {
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
