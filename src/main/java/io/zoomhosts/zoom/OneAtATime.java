package io.zoomhosts.zoom;

import io.zoomhosts.account.Account;
import io.zoomhosts.camel.Block;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;

/**
 * A block that admits one exchange per account at a time: the bean {@code oneAtATime}. A new access token may invalidate
 * the previous one, so only one exchange requests it, and those that waited then use it.
 */
public final class OneAtATime extends Block {

    @Override
    protected Exit enter(Exchange exchange) throws InterruptedException {
        Semaphore asking =
                exchange.getVariable("account", Account.class).accessToken().asking();
        asking.acquire();
        return asking::release;
    }
}
