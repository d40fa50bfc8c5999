package io.zoomhosts;

/** The configuration or the arguments cannot be used. The message names the setting and says what it has to be. */
final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }
}
