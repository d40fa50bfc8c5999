package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both indexes of the documentation name every page of it. */
class IndexTest {

    private static final Path FOLDER = Path.of("docs");

    private static List<String> pages() throws IOException {
        return Pages.all().stream()
                .filter(page -> FOLDER.equals(page.getParent()))
                .map(page -> page.getFileName().toString())
                .filter(name -> !name.equals("README.md"))
                .toList();
    }

    @Test
    void the_index_for_people_names_every_page() throws IOException {
        String index = Files.readString(FOLDER.resolve("README.md"));

        assertThat(pages()).isNotEmpty().allSatisfy(page -> assertThat(index).contains("(" + page));
    }

    @Test
    void the_index_for_language_models_names_every_page() throws IOException {
        String index = Files.readString(Path.of("llms.txt"));

        assertThat(pages()).isNotEmpty().allSatisfy(page -> assertThat(index).contains("(docs/" + page));
    }
}
