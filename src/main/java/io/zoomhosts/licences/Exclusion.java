package io.zoomhosts.licences;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.zoomhosts.kafka.ExactJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;

/**
 * Hosts who keep their licence for some time, although they host nothing.
 *
 * @param account the account; null for all
 * @param by what they have in common: {@code id}, {@code email}, {@code domain}, {@code department} or {@code attribute}
 * @param value what it is; for an attribute {@code <name or key>=<value>}
 * @param until the last day
 * @param reason why, for people
 */
record Exclusion(String account, String by, String value, LocalDate until, String reason) {

    /** Whether a row of {@code licences} is meant. */
    boolean isAbout(String accountId, ResultSet licence) throws SQLException {
        if (account != null && !account.equals(accountId)) {
            return false;
        }
        String email = String.valueOf(licence.getString("email"));
        return switch (by) {
            case "id" -> value.equals(licence.getString("id"));
            case "email" -> value.equalsIgnoreCase(email);
            case "domain" -> value.equalsIgnoreCase(email.substring(email.lastIndexOf('@') + 1));
            case "department" -> value.equalsIgnoreCase(licence.getString("dept"));
            default -> hasAttribute(licence.getString("custom_attributes"));
        };
    }

    /** Zoom sends custom attributes as a list of objects with key, name and value; in older contracts as one object. */
    private boolean hasAttribute(String customAttributes) {
        if (customAttributes == null) {
            return false;
        }
        try {
            JsonNode attributes = ExactJson.MAPPER.readTree(customAttributes);
            if (attributes.isObject()) {
                for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
                    if (isMeant(attribute.getKey(), attribute.getValue())) {
                        return true;
                    }
                }
                return false;
            }
            for (JsonNode attribute : attributes) {
                if (isMeant(attribute.path("name").asText(), attribute.path("value"))
                        || isMeant(attribute.path("key").asText(), attribute.path("value"))) {
                    return true;
                }
            }
            return false;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("custom attributes were stored as JSON", e);
        }
    }

    private boolean isMeant(String name, JsonNode of) {
        return value.equalsIgnoreCase(name + "=" + of.asText());
    }
}
