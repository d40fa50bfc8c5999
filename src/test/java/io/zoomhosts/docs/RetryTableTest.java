package io.zoomhosts.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.zoomhosts.failure.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reliability.md} lists the retries of each failure. */
class RetryTableTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d+) \\| (\\d+) \\|$");

    @Test
    void reliability_page_lists_the_retries_of_each_failure() throws Exception {
        List<String> documented = ROW.matcher(Files.readString(Path.of("docs", "reliability.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Stream.of(Failure.values())
                        .map(kind -> kind.text() + " " + kind.requestRetries() + " " + kind.windowRetries())
                        .toList());
    }
}
