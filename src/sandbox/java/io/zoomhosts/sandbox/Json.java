package io.zoomhosts.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.AbstractList;
import java.util.List;
import java.util.function.Function;

/** JSON of the answers. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /** The rows of a list, each made when it is read: a page needs only its own. */
    static <T> List<ObjectNode> rows(List<T> facts, Function<T, ObjectNode> row) {
        return new AbstractList<>() {
            @Override
            public ObjectNode get(int index) {
                return row.apply(facts.get(index));
            }

            @Override
            public int size() {
                return facts.size();
            }
        };
    }
}
