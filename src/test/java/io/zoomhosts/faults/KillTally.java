package io.zoomhosts.faults;

import io.zoomhosts.support.Audit;
import io.zoomhosts.support.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Results of the kill test, summed over all rounds. */
final class KillTally {

    /** What the process was doing when it was killed. */
    enum Phase {
        BEFORE_THE_FIRST_PAGE,
        WHILE_PAGING,
        AFTER_THE_LAST_PAGE;

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private final Instant startedAt = Instant.now();
    private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);
    private int rounds;
    private int windows;
    private int completeRuns;
    private long expected;
    private long seen;
    private long twice;
    private int partial;
    private int completedTwice;

    void addKill(Phase phase) {
        kills.merge(phase, 1, Integer::sum);
    }

    void add(Audit audit) {
        rounds++;
        windows += audit.complete().size();
        completeRuns += audit.completeRuns();
        expected += audit.expected();
        seen += audit.seen();
        twice += audit.twice();
        partial += audit.partial().size();
        completedTwice += audit.completedTwice().size();
    }

    int kills() {
        return kills.values().stream().mapToInt(Integer::intValue).sum();
    }

    int kills(Phase phase) {
        return kills.getOrDefault(phase, 0);
    }

    /** Whether no host was lost or doubled and no window is partial. */
    boolean isClean() {
        return rounds > 0 && seen == expected && twice == 0 && partial == 0 && completedTwice == 0;
    }

    /** The result as a Markdown table. */
    String markdown() throws IOException {
        Duration duration = Duration.between(startedAt, Instant.now());
        StringBuilder table = new StringBuilder("| what | result |\n|---|---|\n");
        row(table, "kills (SIGKILL)", kills());
        for (Phase phase : Phase.values()) {
            row(table, "… " + phase.text(), kills(phase));
        }
        row(table, "rounds", rounds);
        row(table, "windows", windows);
        row(table, "complete runs", completeRuns);
        row(table, "hosts expected", expected);
        row(table, "hosts seen", seen);
        row(table, "hosts lost", expected - seen);
        row(table, "hosts twice in a run", twice);
        row(table, "partial windows", partial);
        row(table, "runs completed twice", completedTwice);
        row(table, "duration", "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart()));
        row(table, "versions", versions());
        row(table, "date", startedAt.atZone(ZoneOffset.UTC).toLocalDate());
        return table.toString();
    }

    private static void row(StringBuilder table, String what, Object result) {
        table.append("| ").append(what).append(" | ").append(result).append(" |\n");
    }

    private static String versions() throws IOException {
        String java = "Java " + System.getProperty("java.version");
        String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
        try (Stream<java.nio.file.Path> jars = Files.list(Launcher.HOME.resolve("lib"))) {
            return jars.map(jar -> jar.getFileName().toString())
                            .filter(name -> name.matches("(zoom-hosts|camel-main|kafka-clients)-\\d.*\\.jar"))
                            .sorted()
                            .map(name -> name.replaceFirst("-(\\d.*)\\.jar$", " $1"))
                            .collect(Collectors.joining(", "))
                    + ", " + java + ", " + system;
        }
    }
}
