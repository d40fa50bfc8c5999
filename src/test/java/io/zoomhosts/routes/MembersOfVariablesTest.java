package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hook may use only the documented members of the program's variables. */
class MembersOfVariablesTest {

    private final MembersOfVariables members = new MembersOfVariables(Map.of("run", Set.of("id", "isFailed")));

    @ParameterizedTest
    @ValueSource(strings = {"${variable.run.account}", "${variable.run.tryFailed()}", "${variables[run].page}"})
    void rejects_undocumented_members(String asked) {
        assertThat(members.in(new RouteFile("yours/x.camel.yaml", "file:x", "\n- log: " + asked)))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.reason()).contains("the variable run has no", "[id, isFailed]");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${variable.run.id}", "${variable.run.isFailed}", "${variable.run}", "${variable.mine.account}"})
    void accepts_documented_members_and_variables_of_the_user(String asked) {
        assertThat(members.in(new RouteFile("yours/x.camel.yaml", "file:x", "- log: " + asked)))
                .isEmpty();
    }

    @Test
    void ignores_files_of_the_program() {
        assertThat(members.in(new RouteFile("engine/x.camel.yaml", "file:x", "- log: ${variable.run.account}")))
                .isEmpty();
    }
}
