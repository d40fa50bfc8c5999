package io.zoomhosts.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The compact set of row keys behaves like a set of strings. */
class KeySetTest {

    @Property(tries = 200)
    void behaves_like_a_set_of_strings(@ForAll List<String> keys) {
        KeySet set = new KeySet();
        Set<String> strings = new HashSet<>();

        for (String key : keys) {
            assertThat(set.add(key)).isEqualTo(strings.add(key));
        }

        assertThat(set.size()).isEqualTo(strings.size());
    }

    @Test
    void keeps_every_key_when_it_grows() {
        KeySet set = new KeySet();
        int many = 100_000;

        assertThat(IntStream.range(0, many).filter(key -> set.add("host" + key)).count())
                .isEqualTo(many);
        assertThat(IntStream.range(0, many).filter(key -> set.add("host" + key)).count())
                .isZero();
        assertThat(set.size()).isEqualTo(many);
    }
}
