package io.zoomhosts.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1CronJob;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A manifest of {@code deploy/kubernetes}. */
record Manifest(JsonNode json) {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 ConfigMap", V1ConfigMap.class,
            "v1 Secret", V1Secret.class,
            "v1 Service", V1Service.class,
            "apps/v1 Deployment", V1Deployment.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "batch/v1 CronJob", V1CronJob.class);

    /** A file of YAML, or of JSON, which is YAML too. */
    static JsonNode yaml(Path file) {
        try {
            return yaml(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(String text) {
        return MAPPER.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    static Manifest of(Path file) {
        return new Manifest(yaml(file));
    }

    /**
     * The reasons why Kubernetes would reject the manifest. Its Java model refuses unknown fields and requires mandatory ones,
     * but, unlike Kubernetes, accepts {@code "1"} for 1 and true for {@code "true"}; those differ when they are written again.
     */
    List<String> problems() {
        Class<?> kind = KINDS.get(text("/apiVersion") + " " + text("/kind"));
        if (kind == null) {
            return List.of("no kind that is known: " + text("/apiVersion") + " " + text("/kind"));
        }
        try {
            JsonNode understood = MAPPER.readTree(JSON.serialize(JSON.deserialize(json.toString(), kind)));
            return written(understood).equals(written(json)) ? List.of() : List.of("read as " + understood);
        } catch (JsonProcessingException | RuntimeException refused) {
            return List.of(String.valueOf(refused.getMessage()));
        }
    }

    /** Without empty lists and objects, which the model adds where there is nothing. */
    private static JsonNode written(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = MAPPER.createObjectNode();
            node.properties().forEach(member -> {
                JsonNode value = written(member.getValue());
                if (!value.isContainerNode() || !value.isEmpty()) {
                    object.set(member.getKey(), value);
                }
            });
            return object;
        }
        if (node.isArray()) {
            return MAPPER.createArrayNode()
                    .addAll(node.valueStream().map(Manifest::written).toList());
        }
        return node;
    }

    /** The pod specification; a missing node if the manifest has none. */
    JsonNode pod() {
        return json.at(
                text("/kind").equals("CronJob") ? "/spec/jobTemplate/spec/template/spec" : "/spec/template/spec");
    }

    /** All containers of its pods, init containers included. */
    List<JsonNode> containers() {
        return Stream.of("containers", "initContainers", "ephemeralContainers")
                .flatMap(list -> pod().path(list).valueStream())
                .toList();
    }

    String text(String pointer) {
        return json.at(pointer).asText();
    }
}
