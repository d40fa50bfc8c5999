package io.zoomhosts.zoom;

import io.zoomhosts.account.Account;
import io.zoomhosts.account.RequestRate;
import io.zoomhosts.camel.Block;
import io.zoomhosts.report.PageRequest;
import io.zoomhosts.run.Run;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * A block around one request to Zoom: the bean {@code atRequestRate}. It waits until the account's rate allows a request,
 * and counts the request until the answer has arrived.
 */
public final class AtRequestRate extends Block {

    private final RequestListener listener;

    public AtRequestRate(RequestListener listener) {
        this.listener = listener;
    }

    @Override
    protected Exit enter(Exchange exchange) throws InterruptedException {
        long asked = System.nanoTime();
        Account account = exchange.getVariable("account", Account.class);
        RequestRate.Request request = account.requestRate().begin();
        exchange.getVariable("run", Run.class).trace().onSend(exchange.getVariable("request", PageRequest.class));
        listener.onWait(account, RequestListener.Limit.OWN, Duration.ofNanos(System.nanoTime() - asked));
        return request::end;
    }
}
