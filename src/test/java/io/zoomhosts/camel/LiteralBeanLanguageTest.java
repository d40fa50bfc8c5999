package io.zoomhosts.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of a host, such as its name, is never resolved as a placeholder for a setting. */
class LiteralBeanLanguageTest {

    private static final String NAME = " {{zoom.client-secret}} ";

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        Properties settings = new Properties();
        settings.setProperty("zoom.client-secret", "s3cr3t");
        context.getPropertiesComponent().setInitialProperties(settings);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** Guards the reason for LiteralBeanLanguage: when Camel stops doing this, the class can be removed. */
    @Test
    void camel_alone_resolves_placeholders_in_text_before_it_calls_a_method() {
        assertThat(evaluate("${body.trim()}")).isEqualTo("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${body.trim()}", "${bodyAs(String).trim()}", "${header.name.trim()}", "${variable.name.trim()}"
            })
    void does_not_resolve_placeholders_in_text(String expression) {
        context.getRegistry().bind("bean-language", new LiteralBeanLanguage());

        assertThat(evaluate(expression)).isEqualTo("{{zoom.client-secret}}");
    }

    @Test
    void calls_methods_of_other_values() {
        context.getRegistry().bind("bean-language", new LiteralBeanLanguage());
        context.getRegistry().bind("list", java.util.List.of("a"));

        assertThat(evaluate("${bean:list?method=size}")).isEqualTo("1");
    }

    private String evaluate(String expression) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(NAME);
        exchange.getMessage().setHeader("name", NAME);
        exchange.setVariable("name", NAME);
        return context.resolveLanguage("simple").createExpression(expression).evaluate(exchange, String.class);
    }
}
