package io.zoomhosts.bench;

import org.apache.camel.main.Main;

/** A Camel Main with nothing in it, which starts and ends: the least that a program with Camel takes. */
final class EmptyMain {

    private EmptyMain() {}

    public static void main(String[] arguments) {
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false"); // those on the class path are of the product
        main.configure().setBasePackageScanEnabled(false);
        main.start();
        main.stop();
    }
}
