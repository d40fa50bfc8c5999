package io.zoomhosts.observe;

import io.vertx.core.http.HttpHeaders;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Ignores the {@code Accept} header of requests for health, metrics and info. Each has only one format, and Camel answers 406
 * if the client does not accept exactly that one. Datadog's agent, for example, accepts {@code text/plain} without the version
 * that Camel expects, for health too.
 */
public final class AnyAgent extends LifecycleStrategySupport {

    @Override
    public void onContextStarted(CamelContext context) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server != null) {
            server.getRouter().route().order(Integer.MIN_VALUE).handler(routing -> {
                routing.request().headers().remove(HttpHeaders.ACCEPT);
                routing.next();
            });
        }
    }
}
