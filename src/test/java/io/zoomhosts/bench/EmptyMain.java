package io.zoomhosts.bench;

import org.apache.camel.main.Main;

/** An empty Camel Main that starts and stops: the minimum for a program with Camel. */
final class EmptyMain {

    private EmptyMain() {}

    public static void main(String[] arguments) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false"); // the files on the class path belong to the product
        main.configure().setBasePackageScanEnabled(false);
        main.start();
        main.stop();
    }
}
