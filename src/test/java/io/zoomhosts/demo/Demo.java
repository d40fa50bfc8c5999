package io.zoomhosts.demo;

import io.zoomhosts.ZoomHosts;
import io.zoomhosts.broker.EmbeddedKafka;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.sandbox.SandboxZoom;

/** tmp */
public final class Demo {
    private Demo() {}

    public static void main(String[] args) throws Exception {
        SandboxZoom zoom = SandboxZoom.start(SandboxOptions.defaults());
        EmbeddedKafka kafka = EmbeddedKafka.start(9092);
        System.setProperty("zoom.account-id", "sandbox-account");
        System.out.println(zoom.apiUrl() + " " + zoom.oauthUrl() + " " + kafka.bootstrapServers());
        if (args.length > 0 && args[0].equals("only")) Thread.currentThread().join();
        ZoomHosts.main(args);
    }
}
