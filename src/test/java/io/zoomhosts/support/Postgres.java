package io.zoomhosts.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a real PostgreSQL server on loopback. */
public final class Postgres {

    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);

    private Postgres() {}

    /**
     * A new server. PostgreSQL refuses to run as root, so the library starts it with {@code unshare -U} there.
     *
     * @throws TestAbortedException if this machine cannot run it: its tests are left out
     */
    public static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.start();
        } catch (IOException | RuntimeException e) {
            String reason =
                    "PostgreSQL does not start, so its tests are left out. It needs Linux on x86-64, and a user other than"
                            + " root or the permission for unshare -U";
            LOG.warn("{}: {}", reason, e.toString());
            throw new TestAbortedException(reason, e);
        }
    }
}
