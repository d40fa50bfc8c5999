package io.zoomhosts.camel;

import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;

/**
 * Camel's property placeholders, <code>{{…}}</code>, with two differences. Values of environment variables and system
 * properties are literal, so a password may contain braces and backslashes: Camel 4.18.0 treats <code>{{</code> in them as
 * a placeholder, and loses a backslash near their end. And no message contains the text that could not be resolved, which
 * may be a secret.
 */
public final class LiteralProperties extends PropertiesComponent {

    /**
     * Characters that Camel would interpret in a value, and the private-use characters that replace them until everything
     * is resolved.
     */
    private static final String SPECIAL = "{}\\";

    private static final String MASKED = "\uF8F0\uF8F1\uF8F2";

    /** Literal values that contain braces. */
    private final Set<String> given = ConcurrentHashMap.newKeySet();

    /**
     * @param environment returns the value of a property from the environment, which overrides all other sources; null if
     *     there is none
     */
    public LiteralProperties(UnaryOperator<String> environment) {
        setEnvironmentVariableMode(ENVIRONMENT_VARIABLES_MODE_NEVER);
        setEncoding("UTF-8");
        setPropertiesParser(new DefaultPropertiesParser(this) {
            @Override
            public String parseProperty(String key, String value, PropertiesLookup properties) {
                // Parameters of a kamelet override the environment.
                Properties local = getLocalProperties();
                if (local != null && local.containsKey(key)) {
                    return value;
                }
                String ofEnvironment = environment.apply(key);
                String literal = ofEnvironment == null ? System.getProperty(key) : ofEnvironment;
                if (literal == null) {
                    return value;
                }
                if (literal.contains("{{") || literal.contains("}}")) {
                    given.add(literal);
                }
                return translate(literal, SPECIAL, MASKED);
            }
        });
    }

    @Override
    protected String parseUri(String text, PropertiesLookup properties, boolean keepUnresolvedOptional) {
        if (given.contains(text)) {
            return text; // Camel resolves the properties of a bean a second time.
        }
        try {
            String resolved = super.parseUri(text, properties, keepUnresolvedOptional);
            return resolved == null ? null : translate(resolved, MASKED, SPECIAL);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage().replaceFirst("(?s),? (in properties )?from (the )?(text|input):.*", ""));
        }
    }

    private static String translate(String text, String from, String to) {
        String translated = text;
        for (int index = 0; index < from.length(); index++) {
            translated = translated.replace(from.charAt(index), to.charAt(index));
        }
        return translated;
    }
}
