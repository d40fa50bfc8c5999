package io.zoomhosts.camel;

import org.apache.camel.language.bean.BeanLanguage;

/**
 * Camel's bean language, without what makes it dangerous for data: bound as {@code bean-language}. In
 * {@code ${body.trim()}} simple hands the body to this language as the bean whose method is called. Where that is text,
 * Camel 4.18.0 ({@code LanguageSupport.property}) resolves {@code {{…}}} and {@code #bean:…} in it first: whoever is
 * called {@code {{zoom.client-secret}}} in Zoom would have that secret published. Here text stays as it is.
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
