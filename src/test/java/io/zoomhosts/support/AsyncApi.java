package io.zoomhosts.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** {@code docs/asyncapi.yaml} and its JSON Schemas, with which tests compare records. */
public final class AsyncApi {

    private static final Path FILE = Path.of("docs", "asyncapi.yaml");
    private static final String MESSAGES = "/components/messages/";
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonSchemaFactory schemas = JsonSchemaFactory.builder(
                    JsonSchemaFactory.getInstance(VersionFlag.V202012))
            .metaSchema(JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                    .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                    .build())
            .build();
    private final JsonNode document = read(new YAMLMapper(), FILE);

    /** Reads a file of the repository as a tree. */
    public static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses JSON into a tree in which numbers keep every digit. */
    public static JsonNode tree(String json) {
        try {
            return EXACT.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** One of the document's messages. */
    public JsonNode message(String message) {
        return document.at(MESSAGES + message);
    }

    /** Fails unless a record is as documented, with exactly the headers of a record without tracing. */
    public void assertDocumented(String message, ConsumerRecord<String, String> record) {
        assertThat(violations(message, record)).isEmpty();
        assertThat(Topic.headers(record).keySet()).isEqualTo(requiredHeaders(message));
    }

    /** As {@link #assertDocumented}, for a record with tracing. */
    public void assertDocumentedWithTrace(String message, ConsumerRecord<String, String> record) {
        assertThat(violations(message, record)).isEmpty();
        Set<String> expected = requiredHeaders(message);
        expected.add("traceparent");
        assertThat(Topic.headers(record).keySet()).isEqualTo(expected);
    }

    private Set<String> requiredHeaders(String message) {
        Set<String> names = new TreeSet<>();
        message(message).at("/headers/required").forEach(name -> names.add(name.textValue()));
        return names;
    }

    private List<String> violations(String message, ConsumerRecord<String, String> record) {
        List<String> violations = new ArrayList<>();
        if (message(message).at("/bindings/kafka/key").isMissingNode()) {
            if (record.key() != null) {
                violations.add("a key");
            }
        } else {
            violations.addAll(violations(message + "/bindings/kafka/key", EXACT.valueToTree(record.key())));
        }
        JsonNode headers = EXACT.valueToTree(Topic.headers(record));
        violations.addAll(violations(message + "/headers", headers));
        if (headers.size() != record.headers().toArray().length) {
            violations.add("a header that is there twice");
        }
        violations.addAll(violations(message + "/payload", tree(record.value())));
        return violations;
    }

    /** Violations of one of the document's schemas, for example {@code host/payload}. */
    public List<String> violations(String schema, JsonNode json) {
        JsonSchema loaded = schemas.getSchema(SchemaLocation.of(FILE.toUri() + "#" + MESSAGES + schema), CONFIG);
        return loaded.validate(json.toString(), InputFormat.JSON).stream()
                .map(ValidationMessage::toString)
                .toList();
    }
}
