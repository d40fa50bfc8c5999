package io.zoomhosts;

import io.zoomhosts.kafka.WindowKafkaComponent;
import io.zoomhosts.report.Reports;
import java.util.List;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Gives the routes their beans when Camel's own command runs them: {@code camel run} with the property
 * {@code camel.main.configuration-classes=io.zoomhosts.CamelRun}. It is for trying routes: without {@link Application}, nothing checks
 * the routes, and with {@code --dev} Camel reloads them during a window.
 */
public final class CamelRun implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        // Kafka looks for its classes here, and Camel's command has jars that are given to it in a loader of its own.
        Thread.currentThread().setContextClassLoader(CamelRun.class.getClassLoader());
        Reports.prepare();
        Environment environment = Environment.ofProcess();
        Settings settings = Settings.read(
                property -> context.getPropertiesComponent()
                        .resolveProperty(property)
                        .orElse(null),
                true);
        Wiring wiring = new Wiring(context, environment, settings, Application.Purpose.SERVICE, List.of());
        wiring.forEach(context.getRegistry()::bind);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            /** The reports are declared by now, and no route has started. */
            @Override
            public void onContextStarting(CamelContext starting) {
                new KafkaVariables(environment)
                        .configure(starting, starting.getComponent("kafka", WindowKafkaComponent.class));
                wiring.reportsLoaded();
                wiring.prepare();
            }
        });
    }
}
