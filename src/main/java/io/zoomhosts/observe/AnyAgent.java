package io.zoomhosts.observe;

import io.vertx.core.http.HttpHeaders;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Has health, metrics and info answer every agent. Each of them has one format, and Camel would answer 406 to whoever does
 * not accept just that one: Datadog's agent asks for {@code text/plain} without the version, health too. So what an agent
 * accepts is not looked at.
 */
public final class AnyAgent extends LifecycleStrategySupport {

    @Override
    public void onContextStarted(CamelContext context) {
        ManagementHttpServer server = context.hasService(ManagementHttpServer.class);
        if (server != null) {
            server.getRouter().route().order(Integer.MIN_VALUE).handler(asked -> {
                asked.request().headers().remove(HttpHeaders.ACCEPT);
                asked.next();
            });
        }
    }
}
