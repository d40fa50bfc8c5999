package io.zoomhosts.licences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ZoomImportTest {

    private static List<String> lines(ZoomImport all, int file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        all.write(file, out);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void has_at_most_9999_users_in_a_file_and_every_user_in_one() {
        List<String> addresses =
                IntStream.range(0, 20_000).mapToObj(i -> i + "@example.com").toList();
        ZoomImport all = new ZoomImport(addresses);

        assertThat(all.files()).isEqualTo(3);
        assertThat(lines(all, 1)).hasSize(10_000);
        assertThat(lines(all, 2)).hasSize(10_000);
        assertThat(lines(all, 3)).hasSize(3);
        assertThat(IntStream.of(1, 2, 3).boxed().flatMap(file -> lines(all, file).stream()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(',')))))
                .isEqualTo(addresses);
    }

    @Test
    void is_a_file_without_users_if_nobody_is_idle() {
        ZoomImport nobody = new ZoomImport(List.of());

        assertThat(nobody.files()).isEqualTo(1);
        assertThat(lines(nobody, 1)).containsExactly("Email,Licenses");
    }
}
