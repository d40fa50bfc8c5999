package io.zoomhosts;

import org.apache.camel.PropertyBindingException;

/** The configuration or the arguments are invalid. The message names the setting and its allowed values. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    /** The invalid setting that caused a failure, of zoom-hosts or of Camel; null if the cause is something else. */
    static ConfigurationException in(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException configuration) {
                return configuration;
            }
            // Camel's message is dropped because it quotes values, which may be secrets. Without a prefix, the failed
            // property belongs to a bean in a route file.
            if (cause instanceof PropertyBindingException binding && binding.getOptionPrefix() != null) {
                return new ConfigurationException(binding.getOptionPrefix().replaceAll("\\.$", "") + "."
                        + binding.getPropertyName() + " is not a setting, or its value is invalid");
            }
        }
        return null;
    }
}
