package io.zoomhosts.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All combinations of the values of varied parameters. */
class CombinationsTest {

    @Test
    void has_one_combination_without_parameters() {
        assertThat(Combinations.of(Map.of())).containsExactly(Map.of());
    }

    @Test
    void has_a_combination_for_each_value_in_order() {
        assertThat(Combinations.of(Map.of("type", List.of("b", "a"))))
                .containsExactly(Map.of("type", "b"), Map.of("type", "a"));
    }

    @Test
    void combines_all_values_varying_the_last_parameter_first() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("type", List.of("1", "2"));
        values.put("by", List.of("start", "end"));

        assertThat(Combinations.of(values).stream().map(Window::joined))
                .containsExactly("1/start", "1/end", "2/start", "2/end");
    }

    @Test
    void has_no_combination_when_a_parameter_has_no_value() {
        assertThat(Combinations.of(Map.of("type", List.of()))).isEmpty();
    }
}
