package io.zoomhosts.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Each account is in one part, the same for all instances. */
class PartsTest {

    @Property
    void every_account_is_in_exactly_one_part(@ForAll String account, @ForAll @IntRange(min = 1, max = 300) int of) {
        assertThat(IntStream.range(0, of).filter(part -> new Parts(Set.of(part), of).contains(account)))
                .hasSize(1);
    }

    @Property
    void all_parts_contain_every_account_and_none_contains_any(@ForAll String account) {
        assertThat(Parts.ALL.contains(account)).isTrue();
        assertThat(Parts.NONE.contains(account)).isFalse();
    }

    /** Instances of different versions have to agree. */
    @Example
    void the_part_of_an_account_never_changes() {
        assertThat(new Parts(Set.of(132), 256).contains("AbCdEfGhIjKlMnOpQrStUv"))
                .isTrue();
    }

    @Example
    void there_is_no_part_beyond_the_last() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Parts(Set.of(3), 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new Parts(Set.of(), 0));
    }

    @Example
    void says_how_many_of_how_many() {
        assertThat(new Parts(Set.of(3, 5), 256)).hasToString("2 of 256 parts");
    }
}
