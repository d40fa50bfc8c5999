package io.zoomhosts.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Authenticates to the proxy, and to no other server, and turns the proxy's own answers into exceptions, so that they are
 * not mistaken for Zoom's.
 */
final class ThroughProxy implements ExecChainHandler {

    private final Proxies proxies;

    ThroughProxy(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy == null) {
            return chain.proceed(request, scope);
        }
        HttpHost target = scope.route.getTargetHost();
        // Empty if the endpoint has its own proxy.
        Optional<Proxies.Server> server = proxies.server(target.getSchemeName(), target.getHostName(), target.getPort())
                .filter(known -> known.address().getPort() == proxy.getPort()
                        && known.address().getHostString().equalsIgnoreCase(proxy.getHostName()));
        server.filter(known -> known.credentials() != null)
                .ifPresent(known -> authenticate(scope.clientContext, proxy, known));
        String named =
                server.map(known -> "the proxy set in " + known.setting()).orElse("the proxy");
        ClassicHttpResponse response;
        try {
            response = chain.proceed(request, scope);
        } catch (ConnectException | ConnectTimeoutException | NoRouteToHostException | UnknownHostException e) {
            throw new ProxyException(
                    named + " cannot be reached (" + e.getClass().getSimpleName()
                            + "). Check its host and port, and the firewall",
                    true,
                    e);
        }
        int status = response.getCode();
        boolean ofProxy = status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED
                || scope.route.isTunnelled() && scope.clientContext.getSSLSession() == null;
        if (ofProxy) {
            throw new ProxyException(named + " " + refusal(status, server), status >= 500, null);
        }
        return response;
    }

    private static void authenticate(HttpClientContext context, HttpHost proxy, Proxies.Server server) {
        CredentialsProvider others = context.getCredentialsProvider();
        context.setCredentialsProvider((scope, any) ->
                scope.getPort() == proxy.getPort() && proxy.getHostName().equalsIgnoreCase(scope.getHost())
                        ? server.credentials()
                        : others == null ? null : others.getCredentials(scope, any));
    }

    private static String refusal(int status, Optional<Proxies.Server> server) {
        // Some proxies answer 401, as if they were the server.
        if (status != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED && status != HttpStatus.SC_UNAUTHORIZED) {
            return "answered " + status + " and blocked the request";
        }
        if (server.isPresent() && server.get().credentials() != null) {
            return "rejected the user or the password (" + status + ")";
        }
        return "requires a user and a password (" + status + ")"
                + server.map(known -> ": set them in " + known.credentialsSetting())
                        .orElse("");
    }
}
