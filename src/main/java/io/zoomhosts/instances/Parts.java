package io.zoomhosts.instances;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;

/**
 * Some of the equal parts that all accounts are divided into: part {@code n} is partition {@code n} of the instances' topic. All
 * instances find the same part for an account. Immutable.
 *
 * @param numbers of the parts, from 0
 * @param of how many parts there are
 */
public record Parts(Set<Integer> numbers, int of) {

    static final Parts NONE = new Parts(Set.of(), 1);
    static final Parts ALL = new Parts(Set.of(0), 1);

    public Parts {
        numbers = Set.copyOf(numbers);
        if (numbers.stream().anyMatch(number -> number >= of) || of < 1) {
            throw new IllegalArgumentException("parts " + numbers + " of " + of);
        }
    }

    /** Whether an account is in one of these parts. */
    public boolean contains(String accountId) {
        // As Kafka's producers choose a partition for a key.
        return numbers.contains(Utils.toPositive(Utils.murmur2(accountId.getBytes(UTF_8))) % of);
    }

    /** Whether every account in the others is in these, as far as that shows without the accounts. */
    boolean include(Parts others) {
        return others.numbers.isEmpty() || (of == others.of && numbers.containsAll(others.numbers));
    }

    Parts plus(Set<Integer> more, int ofNow) {
        Set<Integer> all = new HashSet<>(numbers);
        all.addAll(more);
        return new Parts(all, ofNow);
    }

    Parts minus(Set<Integer> fewer) {
        Set<Integer> rest = new HashSet<>(numbers);
        rest.removeAll(fewer);
        return new Parts(rest, of);
    }

    /** For the log: {@code 86 of 256 parts}. */
    @Override
    public String toString() {
        return numbers.size() + " of " + of + " parts";
    }
}
