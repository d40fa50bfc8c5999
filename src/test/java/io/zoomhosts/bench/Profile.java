package io.zoomhosts.bench;

import io.zoomhosts.sandbox.SandboxZoom;
import io.zoomhosts.support.ForkedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Shows where the time of a collection goes: {@code mvn -q package -DskipTests exec:exec@profile}, with
 * {@code -Ddistribution=…} for another build, and {@code -Dprofile.filter=true} for a filter by jsonpath in each-host. Records five
 * windows of 100 pages at 0 ms with Java Flight Recorder, and prints the share of samples in each part of the program.
 */
public final class Profile {

    private static final Path RECORDING = Path.of("target", "profile.jfr").toAbsolutePath();

    /** The library that runs, by the package of the innermost frame that belongs to a library. */
    private static final List<String> LIBRARIES = List.of(
            "io.zoomhosts.",
            "org.apache.camel.",
            "org.apache.kafka.",
            "com.fasterxml.jackson.",
            "org.apache.hc.",
            "net.jpountz.");

    private Profile() {}

    public static void main(String[] arguments) throws Exception {
        Load load = new Load(30_000, Duration.ZERO, 5);
        try (ForkedKafka kafka = ForkedKafka.running(Map.of());
                SandboxZoom zoom = SandboxZoom.start(load.options())) {
            zoom.fault(new PreparedPages(zoom.account(), Load.PAGE));
            Map<String, String> settings =
                    new HashMap<>(Boolean.getBoolean("profile.filter") ? Benchmark.withFilter() : Map.of());
            settings.put("JAVA_OPTS", "-XX:StartFlightRecording=settings=profile,filename=" + RECORDING);
            Contender.complete(Contender.PRODUCT.start(Contender.environment(zoom, kafka, settings), load.arguments()));
        }
        print("Library", Profile::library);
        print("Thread", sample -> sample.getThread("sampledThread")
                .getJavaName()
                .replaceAll("Camel \\(.*?\\) thread #\\d+ - |[-#/ |]*\\d+.*|\\|.*", ""));
        print(
                "Innermost method",
                sample -> name(sample.getStackTrace().getFrames().get(0)));
        System.exit(0);
    }

    private static void print(String what, Function<RecordedEvent, String> part) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        int all = 0;
        try (RecordingFile events = new RecordingFile(RECORDING)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    seen.merge(part.apply(event), 1, Integer::sum);
                    all++;
                }
            }
        }
        int samples = all;
        System.out.printf("%n| %s | share of %d samples |%n|---|---|%n", what, samples);
        seen.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(12)
                .forEach(entry ->
                        System.out.printf("| %s | %.1f %% |%n", entry.getKey(), 100.0 * entry.getValue() / samples));
    }

    private static String library(RecordedEvent sample) {
        for (RecordedFrame frame : sample.getStackTrace().getFrames()) {
            String type = frame.getMethod().getType().getName();
            for (String library : LIBRARIES) {
                if (type.startsWith(library)) {
                    return library + "*";
                }
            }
        }
        return "Java itself";
    }

    private static String name(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }
}
