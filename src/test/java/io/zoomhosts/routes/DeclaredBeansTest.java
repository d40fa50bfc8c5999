package io.zoomhosts.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Problems of beans in route files are reported with file, line and property. */
class DeclaredBeansTest {

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.getPropertiesComponent().addOverrideProperty("pages", "a secret");
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void accepts_a_declaration_of_every_type() {
        assertThat(problems(declaration("path: /report\npages: 3\nsettles: PT2H\nquery: {type: active}")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            pth: /report             | 7 | the bean 'hosts' has no property 'pth'
            pages: many              | 7 | the property 'pages' cannot be 'many': it must be of type int
            settles: soon            | 7 | the property 'settles' cannot be 'soon': it must be of type Duration
            path: a b                | 7 | the property 'path' cannot be 'a b': a path has no blanks
            query: text              | 7 | the property 'query' cannot be 'text': Could not find a suitable setter
            path: "{{zoom.nowhere}}" | 4 | the bean 'hosts' cannot be created: Property with key [zoom.nowhere] not found
            path: [a, b]             | 7 | Unsupported type: SEQUENCE
            pages: 1                 | 4 | the property 'path' is missing
            """)
    void rejects_a_property_with_line_and_name(String property, int line, String reason) {
        assertThat(problems(declaration(property))).singleElement().satisfies(problem -> {
            assertThat(problem.file()).isEqualTo("reports/hosts.camel.yaml");
            assertThat(problem.line()).isEqualTo(line);
            assertThat(problem.reason()).startsWith(reason);
        });
    }

    @Test
    void shows_a_value_as_the_file_writes_it() {
        assertThat(problems(declaration("path: /report\npages: \"{{pages}}\"")))
                .containsExactly(new RouteProblem(
                        "reports/hosts.camel.yaml",
                        8,
                        "the property 'pages' cannot be '{{pages}}': it must be of type int; the"
                                + " value comes from the setting pages (PAGES)"));
    }

    @Test
    void reports_the_line_of_a_property_that_a_bean_check_rejects() {
        assertThat(problems(declaration("path: /report\npages: -1")))
                .containsExactly(new RouteProblem("reports/hosts.camel.yaml", 8, "pages must not be negative"));
    }

    @Test
    void reports_the_line_of_a_nested_property_that_a_bean_check_rejects() {
        assertThat(problems(declaration("path: /report\nquery:\n  page_size: \"1\"")))
                .containsExactly(new RouteProblem("reports/hosts.camel.yaml", 9, "zoom-hosts sets page_size itself"));
    }

    @Test
    void names_the_setting_of_the_nested_property_only() {
        assertThat(problems(declaration("path: /report\nquery:\n  group: \"{{pages}}\"\n  page_size: \"{{pages}}\"")))
                .containsExactly(new RouteProblem(
                        "reports/hosts.camel.yaml",
                        10,
                        "zoom-hosts sets page_size itself; the value comes from the setting pages (PAGES)"));
    }

    @Test
    void finds_the_bean_among_others() {
        String good = declaration("path: /report").replace("name: hosts", "name: good");
        String bad = declaration("pth: /report").replace("- beans:\n", "");

        assertThat(problems(good + bad))
                .containsExactly(
                        new RouteProblem("reports/hosts.camel.yaml", 13, "the bean 'hosts' has no property 'pth'"));
    }

    @Test
    void rejects_a_missing_class() {
        assertThat(problems(declaration("path: /report").replace("Declared", "Declred")))
                .containsExactly(new RouteProblem(
                        "reports/hosts.camel.yaml",
                        4,
                        "the bean 'hosts' cannot be created: there is no class io.zoomhosts.routes.Declred"));
    }

    /** Camel silently uses the first one. */
    @Test
    void rejects_two_beans_of_one_name_in_a_file() {
        String declaration = declaration("path: /report");

        assertThat(problems(declaration + declaration.replace("- beans:\n", "")))
                .containsExactly(new RouteProblem(
                        "reports/hosts.camel.yaml",
                        10,
                        "the bean 'hosts' is also declared in reports/hosts.camel.yaml:4"));
    }

    @Test
    void rejects_two_beans_of_one_name_in_two_files() {
        assertThat(problems(declaration("path: /report"), declaration("path: /other")))
                .containsExactly(new RouteProblem(
                        "reports/hosts2.camel.yaml",
                        4,
                        "the bean 'hosts' is also declared in reports/hosts.camel.yaml:4"));
    }

    /** It would replace the program's own bean. */
    @Test
    void rejects_the_name_of_a_bean_of_the_program() {
        assertThat(problems(declaration("path: /report").replace("name: hosts", "name: events")))
                .containsExactly(new RouteProblem(
                        "reports/hosts.camel.yaml",
                        4,
                        "the bean name 'events' is reserved for zoom-hosts: choose another name"));
    }

    @Test
    void rejects_a_bean_without_a_name() {
        assertThat(problems(declaration("path: /report").replace("name: hosts", "initMethod: x")))
                .containsExactly(new RouteProblem("reports/hosts.camel.yaml", 3, "a bean needs a name"));
    }

    @Test
    void rejects_a_route_configuration_in_a_report() {
        String configuration = "- routeConfiguration:\n    id: a\n";

        assertThat(problems(configuration))
                .containsExactly(new RouteProblem(
                        "reports/hosts.camel.yaml",
                        1,
                        "a file in reports/ cannot hold a routeConfiguration: move it to a file in yours/"));
    }

    private static String declaration(String properties) {
        return """
                - beans:
                    # A comment.
                    - type: io.zoomhosts.routes.Declared
                      name: hosts

                      properties:
                """ + properties.indent(8);
    }

    private List<RouteProblem> problems(String... texts) {
        List<RouteFile> files = Stream.iterate(0, i -> i < texts.length, i -> i + 1)
                .map(i -> "reports/hosts" + (i == 0 ? "" : i + 1) + RouteFile.SUFFIX)
                .map(name -> new RouteFile(name, "file:/" + name, texts[name.contains("2") ? 1 : 0]))
                .toList();
        BeanCheck check = (name, bean) -> bean instanceof Declared declared ? declared.problems() : List.of();
        return new RouteCheck(context, List.of(), "events"::equals, check, Map.of()).problems(files);
    }
}
