package io.zoomhosts.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs of this machine that a test needs, and that a new machine may not have. */
public final class Programs {

    private Programs() {}

    /** Whether a folder of {@code PATH} has the program. */
    public static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
