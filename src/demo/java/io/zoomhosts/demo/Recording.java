package io.zoomhosts.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Records README's first command as {@code docs/images/demo.svg}: {@code mvn -q test-compile exec:java@recording}. The picture plays
 * what the terminal shows from the command to the last window of the first collection. Pauses of more than a second are cut to
 * a second. Viewers that do not animate show the end.
 */
public final class Recording {

    private static final Path PICTURE = Path.of("docs", "images", "demo.svg");
    private static final Pattern COMMAND = Pattern.compile("(?s)```sh\\n(.*?)\\n```");

    /** The windows of a first collection: six months, active and inactive. */
    private static final int WINDOWS = 12;

    private static final int COLUMNS = 112;
    private static final int ROWS = 24;
    private static final int LINE_HEIGHT = 18;
    private static final double CHARACTER_WIDTH = 7.83;
    private static final int PADDING = 14;
    private static final double LONGEST_PAUSE = 1;
    private static final double SHORTEST_PAUSE = 0.05;
    private static final double LAST_PAUSE = 8;

    /** A line, and the seconds that passed before it appeared. */
    private record Line(double pause, String text) {}

    private Recording() {}

    public static void main(String[] arguments) throws Exception {
        String command = COMMAND.matcher(Files.readString(Path.of("README.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        Files.createDirectories(PICTURE.getParent());
        Files.writeString(PICTURE, svg(record(command)));
    }

    private static List<Line> record(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        List<Line> lines = new ArrayList<>(List.of(new Line(0, "$ " + command)));
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            long before = System.nanoTime();
            int complete = 0;
            String text = output.readLine();
            while (text != null && complete < WINDOWS) {
                long now = System.nanoTime();
                lines.add(new Line((now - before) / 1e9, text));
                before = now;
                complete += text.startsWith("zoom.hosts.runs") ? 1 : 0;
                text = output.readLine();
            }
            if (complete < WINDOWS) {
                throw new IllegalStateException("The demo ended early: " + lines);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor();
        }
        return lines;
    }

    private static String svg(List<Line> lines) {
        double duration =
                LAST_PAUSE + lines.stream().mapToDouble(Recording::pause).sum();
        StringBuilder text = new StringBuilder();
        StringBuilder scroll = new StringBuilder();
        StringBuilder reveal = new StringBuilder();
        double time = 0;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            time += pause(line);
            String percent = String.format(Locale.ROOT, "%.3f%%", i == 0 ? 0 : 100 * time / duration);
            scroll.append(
                    "%s{transform:translateY(%dpx)}".formatted(percent, -LINE_HEIGHT * Math.max(0, i + 1 - ROWS)));
            reveal.append("%s{transform:translateY(%dpx)}".formatted(percent, LINE_HEIGHT * Math.min(ROWS, i + 1)));
            text.append("<text y=\"%d\"%s>%s</text>\n"
                    .formatted(LINE_HEIGHT * (i + 1) - 4, style(line.text()), escaped(shortened(line.text()))));
        }
        int width = (int) (COLUMNS * CHARACTER_WIDTH) + 2 * PADDING;
        int height = ROWS * LINE_HEIGHT + 2 * PADDING;
        int end = -LINE_HEIGHT * Math.max(0, lines.size() - ROWS);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img">
                <title>The demo: six months of hosts arrive in Kafka</title>
                <style>
                text{font:13px ui-monospace,Menlo,Consolas,monospace;fill:#d0d7de;white-space:pre}
                .command{fill:#fff;font-weight:bold}.run{fill:#7ee787}.log{fill:#848d97}
                .scroll{transform:translateY(%3$dpx)}.reveal{transform:translateY(%4$dpx)}
                @media (prefers-reduced-motion:no-preference){
                .scroll{animation:scroll %5$ss step-end infinite}.reveal{animation:reveal %5$ss step-end infinite}}
                @keyframes scroll{%6$s}
                @keyframes reveal{%7$s}
                </style>
                <clipPath id="screen"><rect width="%8$d" height="%9$d"/></clipPath>
                <rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
                <g transform="translate(%10$d %10$d)" clip-path="url(#screen)">
                <g class="scroll">
                %11$s</g>
                <rect class="reveal" width="%8$d" height="%9$d" fill="#0d1117"/>
                </g>
                </svg>
                """.formatted(
                        width,
                        height,
                        end,
                        ROWS * LINE_HEIGHT,
                        String.format(Locale.ROOT, "%.1f", duration),
                        scroll,
                        reveal,
                        width - 2 * PADDING,
                        ROWS * LINE_HEIGHT,
                        PADDING,
                        text);
    }

    private static double pause(Line line) {
        return Math.max(SHORTEST_PAUSE, Math.min(LONGEST_PAUSE, line.pause()));
    }

    private static String style(String line) {
        if (line.startsWith("$")) {
            return " class=\"command\"";
        }
        if (line.startsWith("zoom.hosts.runs")) {
            return " class=\"run\"";
        }
        return line.startsWith("20") ? " class=\"log\"" : "";
    }

    private static String shortened(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + "…";
    }

    private static String escaped(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
