package io.zoomhosts.zoom;

import io.zoomhosts.account.Account;
import io.zoomhosts.camel.Block;
import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;

/**
 * A block that one exchange per account is in at a time: the bean {@code oneAtATime}. A new access token may kill the one
 * before it, so only one exchange asks for it, and those that waited find it there.
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
