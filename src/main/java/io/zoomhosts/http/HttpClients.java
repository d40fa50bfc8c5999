package io.zoomhosts.http;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;

/** Sets up the client of each endpoint of {@code http:} and {@code https:}: the bean {@code httpClients}. */
public final class HttpClients implements HttpClientConfigurer {

    private final Proxies proxies;

    public HttpClients(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setRoutePlanner(new SystemDefaultRoutePlanner(proxies));
        builder.addExecInterceptorFirst("through-proxy", new ThroughProxy(proxies));
        // Before the other: what a proxy keeps waiting has an end too.
        builder.addExecInterceptorFirst("answer-deadline", new AnswerDeadline());
    }
}
