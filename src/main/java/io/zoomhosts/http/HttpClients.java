package io.zoomhosts.http;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;

/** Configures the HTTP client of every {@code http:} and {@code https:} endpoint: the bean {@code httpClients}. */
public final class HttpClients implements HttpClientConfigurer {

    private final Proxies proxies;

    public HttpClients(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.setRoutePlanner(new SystemDefaultRoutePlanner(proxies));
        builder.addExecInterceptorFirst("through-proxy", new ThroughProxy(proxies));
        // Added before the other interceptor, so that the deadline also covers waiting for a proxy.
        builder.addExecInterceptorFirst("answer-deadline", new AnswerDeadline());
    }
}
