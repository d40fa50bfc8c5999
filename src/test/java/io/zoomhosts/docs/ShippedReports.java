package io.zoomhosts.docs;

import io.zoomhosts.report.Report;
import io.zoomhosts.report.ReportDeclaration;
import io.zoomhosts.report.Reports;
import io.zoomhosts.support.RoutesCopy;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The reports that {@code routes/reports} declares, with the default settings. */
final class ShippedReports {

    /** The report with its own pages and schema, which say more than Zoom's OpenAPI file. */
    static final String HOSTS = "hosts";

    private static final Path SETTINGS = Path.of("src", "main", "resources", "application.properties");

    private ShippedReports() {}

    /** All reports: hosts first, then by name. */
    static List<Report> all() {
        try (DefaultCamelContext context = new DefaultCamelContext();
                Reader file = Files.newBufferedReader(SETTINGS);
                Stream<Path> declarations = Files.list(RoutesCopy.SHIPPED.resolve("reports"))) {
            Properties settings = new Properties();
            settings.load(file);
            context.getPropertiesComponent().setInitialProperties(settings);
            for (Path declaration : declarations.toList()) {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + declaration));
            }
            Reports reports =
                    new Reports(() -> context.getRegistry().findByTypeWithName(ReportDeclaration.class), List.of());
            return reports.all().values().stream()
                    .sorted(Comparator.comparing(
                                    (Report report) -> !report.name().equals(HOSTS))
                            .thenComparing(Report::name))
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException("a declaration in routes/reports cannot be loaded", e);
        }
    }

    /** All reports but hosts, by name. */
    static List<Report> others() {
        return all().stream().filter(report -> !report.name().equals(HOSTS)).toList();
    }
}
