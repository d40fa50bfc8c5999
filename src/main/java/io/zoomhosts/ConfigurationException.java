package io.zoomhosts;

import org.apache.camel.PropertyBindingException;

/** The configuration or the arguments cannot be used. The message names the setting and says what it has to be. */
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    /** The setting that failed, be it ours or Camel's; null if it was something else. */
    static ConfigurationException in(Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException configuration) {
                return configuration;
            }
            // Its message quotes values, and they may be secrets. Without a prefix it is about a bean in a route file.
            if (cause instanceof PropertyBindingException binding && binding.getOptionPrefix() != null) {
                return new ConfigurationException(binding.getOptionPrefix().replaceAll("\\.$", "") + "."
                        + binding.getPropertyName() + " is not a setting, or its value cannot be used");
            }
        }
        return null;
    }
}
