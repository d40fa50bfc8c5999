package io.zoomhosts.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Helpers for YAML trees whose nodes know their lines. */
public final class Yaml {

    private Yaml() {}

    /**
     * Parses YAML; returns null if it is empty.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException if the text is not YAML, or has a duplicate key
     */
    public static Node read(String text) {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(false).build();
        Optional<Node> tree = new Compose(settings).composeString(text);
        // Composing a tree does not detect duplicate keys, of which Camel silently uses the last. Constructing objects
        // from it does.
        new StandardConstructor(settings).constructSingleDocument(tree);
        return tree.orElse(null);
    }

    /** The items of a list; empty for other nodes. */
    public static List<Node> items(Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    /** The fields of a map, in order; empty for other nodes. */
    public static Map<String, Node> fields(Node node) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (node instanceof MappingNode map) {
            map.getValue().forEach(field -> fields.put(text(field.getKeyNode()), field.getValueNode()));
        }
        return fields;
    }

    /** The text of a scalar; empty for other nodes. */
    public static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** All scalars in a node, including the node itself. */
    static List<Node> scalars(Node node) {
        return nodes(node).stream().filter(ScalarNode.class::isInstance).toList();
    }

    /** All texts in a node, one per line; empty if there are none. */
    static String texts(Node node) {
        return scalars(node).stream().map(Yaml::text).collect(Collectors.joining("\n"));
    }

    /** The values of all fields with this name in a node, at any depth. */
    static List<Node> find(Node node, String name) {
        return maps(node)
                .map(map -> fields(map).get(name))
                .filter(Objects::nonNull)
                .toList();
    }

    /** All maps in a node, including the node itself. */
    static Stream<Node> maps(Node node) {
        return nodes(node).stream().filter(MappingNode.class::isInstance);
    }

    /** All nodes in a node, but no keys, in the order of the text, with the node itself as the first. */
    private static List<Node> nodes(Node node) {
        List<Node> nodes = new ArrayList<>();
        collect(node, nodes);
        return nodes;
    }

    private static void collect(Node node, List<Node> nodes) {
        if (node != null) {
            nodes.add(node);
            items(node).forEach(item -> collect(item, nodes));
            fields(node).values().forEach(value -> collect(value, nodes));
        }
    }

    /** The line of a field of a map, starting at 1; the line of the map if it has no such field. */
    public static int line(Node map, String key) {
        if (map instanceof MappingNode fields) {
            for (NodeTuple field : fields.getValue()) {
                if (text(field.getKeyNode()).equals(key)) {
                    return line(field.getKeyNode());
                }
            }
        }
        return line(map);
    }

    /** The first line of a node, starting at 1. */
    public static int line(Node node) {
        return 1 + node.getStartMark().map(mark -> mark.getLine()).orElse(0);
    }
}
