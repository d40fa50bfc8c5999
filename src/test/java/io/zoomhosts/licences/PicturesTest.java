package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.licences.Pictures.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures in the documents: they show the page as it is, in both schemes, and say in words what they show. */
class PicturesTest {

    /** A picture in Markdown or in HTML: its words, or what is there instead of them. */
    private static final Pattern SHOWN = Pattern.compile("!\\[([^]]*)]\\(|<img (?:alt=\"([^\"]*)\")?");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void show_the_page_as_it_is(String scheme) throws IOException {
        String mark = new String(Pictures.mark(), StandardCharsets.ISO_8859_1);
        for (Picture picture : Pictures.ALL) {
            Path file = picture.file(scheme);
            BufferedImage image = ImageIO.read(file.toFile());

            assertThat(image.getWidth()).as("width of %s", file).isEqualTo(Pictures.WIDTH);
            assertThat(image.getHeight()).as("height of %s", file).isEqualTo(picture.height());
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1).contains(mark))
                    .as(
                            "%s is as new as the page's templates; to take it: mvn -q test-compile exec:java@pictures",
                            file)
                    .isTrue();
            assertThat(isDark(image)).as("%s is dark", file).isEqualTo(scheme.equals("dark"));
        }
    }

    /** By its margin. */
    private static boolean isDark(BufferedImage image) {
        int colour = image.getRGB(2, image.getHeight() / 2);
        return (colour >> 16 & 0xff) + (colour >> 8 & 0xff) + (colour & 0xff) < 3 * 0x80;
    }

    @Test
    void are_all_shown_and_described() throws IOException {
        String text = "";
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.list(Path.of("docs"))) {
            for (Path page : Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()) {
                text += Files.readString(page);
            }
        }
        List<MatchResult> shown = SHOWN.matcher(text).results().toList();

        assertThat(shown).isNotEmpty().allSatisfy(picture -> {
            String words = picture.group(1) != null ? picture.group(1) : picture.group(2);
            assertThat(words).as(picture.group()).isNotNull().hasSizeGreaterThan(20);
        });
        try (Stream<Path> files = Files.list(Pictures.FOLDER)) {
            assertThat(files.map(file -> "images/" + file.getFileName()))
                    .isNotEmpty()
                    .allMatch(text::contains);
        }
    }
}
