package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that could resolve placeholders in data, or evaluate data, are rejected. */
class UnsafeStepsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body.trim()}",
                "${body.trim}",
                "${body?.trim()}",
                "$simple{body.trim()}",
                "${in.body.trim()}",
                "${body[0]}",
                "${bodyAs(String).trim()}",
                "${mandatoryBodyAs(java.lang.String).length}",
                "${header.name.trim()}",
                "${headers[name].trim()}",
                "${variable.name.trim()}",
                "${variable[name].trim()}",
                "${exchangeProperty.name.trim()}",
                "${trim(${body.toString()})}",
                "hello ${body.trim()} and good-bye",
            })
    void rejects_a_method_call_on_text(String expression) {
        assertThat(problems("- setBody:\n    simple: \"" + expression + "\"\n"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.line()).isEqualTo(2);
                    assertThat(problem.reason()).contains("Camel first resolves {{…}}", "${trim(${body})}");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body}",
                "${trim(${body})}",
                "${header.name}",
                "${variable.name}",
                "${variable.run.isFailed}",
                "${variable.run.window.from}",
                "${variable.row.number} == 1",
                "${exchangeProperty.CamelSplitIndex}",
                "# ${body.trim()}",
            })
    void accepts_values_functions_and_variables_of_the_program(String expression) {
        assertThat(problems(
                        expression.startsWith("#")
                                ? expression + "\n"
                                : "- setBody:\n    simple: \"" + expression + "\"\n"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- toD:\n    uri: log:${body}\n",
                "- toD:\n    uri: \"file:x?fileName=${header.name}\"\n",
                "- wireTap:\n    uri: log:${variable.name}\n",
                "-\n  toD: kafka:own?key=${variable.name}\n",
                "- toD:\n    parameters: {key: '${variable.name}'}\n    uri: kafka:own\n",
                "- toD:\n    uri: log:${jsonpath($.name)}\n",
                "- toD:\n    uri: log:${trim(${body})}\n",
                "- toD:\n    uri: log:${variable.row.key}\n",
                "- enrich:\n    expression: {simple: 'log:${body}'}\n",
                "- recipientList:\n    expression: {jsonpath: $.name}\n",
                "- recipientList:\n    header: name\n",
                "- routingSlip:\n    expression: {simple: {expression: 'log:${header.name}'}}\n",
                "- dynamicRouter:\n    expression: {method: {ref: mine}}\n",
                "- setHeader:\n    name: CamelHttpUri\n    simple: http://${body}\n",
                "- log:\n    message: ${properties:${body}}\n",
                "- setBody:\n    simple: {expression: 'x', nested: true}\n",
            })
    void rejects_data_in_an_endpoint_uri_and_evaluated_data(String step) {
        assertThat(problems(step)).singleElement().satisfies(problem -> assertThat(problem.line())
                .isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- toD:\n    uri: kafka:${variable.run.report.topic}\n",
                "- to:\n    uri: \"{{webhook.url}}\"\n",
                "- toD: log:${variable.run.id}?level=TRACE\n",
                "- toD:\n    uri: file:x?fileName=${date:now:yyyyMMdd}-${variable.run.window.from}\n",
                "- wireTap:\n    uri: direct:mine\n- setBody:\n    simple: ${variable.name}\n",
                "- recipientList:\n    expression: {constant: 'direct:a,direct:b'}\n",
                "- enrich:\n    expression: {simple: '{{webhook.url}}'}\n",
                "- log:\n    message: ${properties:greeting}\n",
            })
    void accepts_endpoint_uris_and_settings_without_data(String step) {
        assertThat(problems(step)).isEmpty();
    }

    @Test
    void accepts_a_method_call_on_a_map_after_unmarshal() {
        assertThat(problems("- unmarshal:\n    json: {}\n- script:\n    simple: \"${body.remove('email')}\"\n"))
                .isEmpty();
        assertThat(problems("- script:\n    simple: \"${body.remove('email')}\"\n- unmarshal:\n    json: {}\n"))
                .hasSize(1);
    }

    @Test
    void ignores_files_of_the_program() {
        assertThat(problems(new RouteFile("engine/x.camel.yaml", "file:x", "- log: ${body.trim()}")))
                .isEmpty();
    }

    static Stream<Path> recipes() throws Exception {
        return Files.walk(Path.of("docs", "recipes")).filter(Files::isRegularFile);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void accepts_every_recipe(Path recipe) throws Exception {
        assertThat(problems(Files.readString(recipe))).isEmpty();
    }

    private static List<RouteProblem> problems(String text) {
        return problems(new RouteFile("yours/x.camel.yaml", "file:x", text));
    }

    private static List<RouteProblem> problems(RouteFile file) {
        return UnsafeSteps.in(file, file.tree());
    }
}
