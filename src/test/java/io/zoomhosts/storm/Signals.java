package io.zoomhosts.storm;

import java.io.IOException;

/** Stops a process and lets it continue, without its knowledge. */
final class Signals {

    private Signals() {}

    static void stop(Process process) throws IOException, InterruptedException {
        send("-STOP", process);
    }

    static void proceed(Process process) throws IOException, InterruptedException {
        send("-CONT", process);
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
