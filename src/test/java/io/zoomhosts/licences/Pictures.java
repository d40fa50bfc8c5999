package io.zoomhosts.licences;

import static org.awaitility.Awaitility.await;

import io.zoomhosts.Application;
import io.zoomhosts.demo.EmbeddedKafka;
import io.zoomhosts.demo.KafkaBroker;
import io.zoomhosts.report.Window;
import io.zoomhosts.sandbox.Ports;
import io.zoomhosts.support.Browser;
import io.zoomhosts.support.LicencePage;
import io.zoomhosts.support.Rig;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.openqa.selenium.By;

/**
 * Takes the pictures of the page that the documents show, light and dark, of the people of the sandbox:
 * {@code mvn -q test-compile exec:java@pictures}. It needs Debian's package {@code chromium-driver}. Each picture contains a digest
 * of the page's templates, so that a test can tell that it is older than they are.
 */
final class Pictures {

    static final Path FOLDER = Path.of("docs", "images");
    static final int WIDTH = 1400;
    static final List<Picture> ALL = List.of(new Picture("licences", 1900), new Picture("licences-host", 1300));

    private static final Path TEMPLATES = Path.of("src", "main", "resources", "licences", "page");

    /** Signature and first chunk of every PNG file. */
    private static final int PNG_HEADER = 8 + 25;

    /** Each of them is there in both schemes. */
    record Picture(String name, int height) {

        Path file(String scheme) {
            return FOLDER.resolve(scheme.equals("light") ? name + ".png" : name + "-" + scheme + ".png");
        }
    }

    private Pictures() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("zoom-hosts-pictures-");
        Path file = Files.writeString(folder.resolve("licences.yaml"), LicencePageIT.FILE);
        int port = Ports.free();
        String address = "http://localhost:" + port;
        try (Browser browser = Browser.start();
                KafkaBroker kafka = EmbeddedKafka.start(Ports.free());
                Rig rig = Rig.start(kafka)) {
            rig.collect(Rig.scheduled("active", "inactive").toArray(Window[]::new));
            Application licences = rig.set("licences.port", String.valueOf(port))
                    .set("licences.folder", folder.resolve("database").toString())
                    .set("licences.file", file.toString())
                    .licences();
            licences.start();
            try {
                await().atMost(LicencePage.PATIENCE)
                        .until(() -> LicencePage.status(port, "/observe/health/ready") == 200);
                for (String scheme : List.of("light", "dark")) {
                    browser.resize(WIDTH, scheme);
                    browser.driver().get(address + "/?months=2&sort=-hosted&department=Finance");
                    take(browser, ALL.get(0), scheme);
                    browser.driver()
                            .findElements(By.cssSelector(".who a"))
                            .get(3)
                            .click();
                    browser.awaitPage(page -> page.contains("/host?"));
                    take(browser, ALL.get(1), scheme);
                }
            } finally {
                licences.stop();
            }
        }
        System.exit(0); // Camel's and Selenium's threads
    }

    private static void take(Browser browser, Picture picture, String scheme) throws IOException {
        Path file = picture.file(scheme);
        browser.picture(file, WIDTH, picture.height());
        byte[] png = Files.readAllBytes(file);
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.write(png, 0, PNG_HEADER);
        marked.write(chunk(mark()));
        marked.write(png, PNG_HEADER, png.length - PNG_HEADER);
        Files.write(file, marked.toByteArray());
    }

    /** A chunk of text as PNG has it. */
    private static byte[] chunk(byte[] typeAndText) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(typeAndText);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream chunk = new DataOutputStream(bytes);
        chunk.writeInt(typeAndText.length - "tEXt".length());
        chunk.write(typeAndText);
        chunk.writeInt((int) checksum.getValue());
        return bytes.toByteArray();
    }

    /** What a picture of the page as it is now contains. */
    static byte[] mark() throws IOException {
        try (Stream<Path> templates = Files.list(TEMPLATES)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path template : templates.sorted().toList()) {
                digest.update(Files.readAllBytes(template));
            }
            return ("tEXtSource\0" + HexFormat.of().formatHex(digest.digest())).getBytes(StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
