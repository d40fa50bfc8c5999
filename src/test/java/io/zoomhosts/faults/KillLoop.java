package io.zoomhosts.faults;

import io.zoomhosts.faults.KillTally.Phase;
import io.zoomhosts.sandbox.SandboxOptions;
import io.zoomhosts.support.Audit;
import io.zoomhosts.support.ForkedKafka;
import io.zoomhosts.support.Rig;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The kill test: kills the distribution with SIGKILL repeatedly while it collects, and checks what a consumer sees:
 * {@code mvn -q package -DskipTests exec:exec@kill-test}, with {@code -Dkills=200 -Dhosts=650 -Dseed=1}. Each round has new
 * topics; every fourth round runs {@code collect}, the others run the service. Exit status 1: a host was lost or doubled, or
 * a window is partial.
 */
public final class KillLoop {

    private static final int PAGE_SIZE = 100;
    private static final Duration DELAY = Duration.ofMillis(80);

    private KillLoop() {}

    public static void main(String[] arguments) throws Exception {
        int kills = Integer.getInteger("kills", 200);
        int hosts = Integer.getInteger("hosts", 650);
        long seed = Long.getLong("seed", System.nanoTime());
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly)));
        System.out.println("seed " + seed);
        KillTally tally = run(kills, hosts, seed);
        System.out.println(tally.markdown());
        System.exit(tally.isClean() ? 0 : 1);
    }

    /**
     * Runs rounds until the process was killed that often, at least once in each phase.
     *
     * @param hosts active hosts in each window; there are half as many inactive ones
     */
    static KillTally run(int kills, int hosts, long seed) throws Exception {
        Random random = new Random(seed);
        KillTally tally = new KillTally();
        SandboxOptions options =
                Rig.options().withActiveHosts(hosts).withIdleHosts(hosts / 2).withResponseDelay(DELAY);
        try (ForkedKafka kafka = ForkedKafka.running(Map.of())) {
            for (int round = 1;
                    tally.kills() < kills || Stream.of(Phase.values()).anyMatch(phase -> tally.kills(phase) == 0);
                    round++) {
                try (Rig rig = Rig.start(kafka, options)
                        .set("zoom.parallel-windows", "3")
                        .set("kafka.session-timeout", "1500")) {
                    KillRound killing = new KillRound(rig, random, tally, PAGE_SIZE, DELAY);
                    if (round % 4 == 0) {
                        killing.collect();
                    } else {
                        killing.service();
                    }
                    Audit audit = rig.audit();
                    tally.add(audit);
                    System.out.printf(
                            "round %d: %d kills so far, %s%n",
                            round, tally.kills(), audit.isClean() ? "nothing lost or doubled" : audit);
                }
            }
        }
        return tally;
    }
}
