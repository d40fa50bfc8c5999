package io.zoomhosts.camel;

import org.apache.camel.language.bean.BeanLanguage;

/**
 * Camel's bean language, made safe for data: bound as {@code bean-language}. For {@code ${body.trim()}}, simple passes the
 * body to this language as the bean to call. If the body is text, Camel 4.18.0 ({@code LanguageSupport.property}) first
 * resolves {@code {{…}}} and {@code #bean:…} in it, so a host named {@code {{zoom.client-secret}}} in Zoom would cause that
 * secret to be published. This class leaves text unchanged.
 */
public final class LiteralBeanLanguage extends BeanLanguage {

    /** Index of the bean itself in {@code createExpression}'s properties. */
    private static final int BEAN = 1;

    @Override
    protected <T> T property(Class<T> type, Object[] properties, int index, Object defaultValue) {
        boolean text =
                index == BEAN && properties != null && index < properties.length && properties[index] instanceof String;
        return text ? type.cast(properties[index]) : super.property(type, properties, index, defaultValue);
    }
}
