package io.zoomhosts.sandbox;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.ApiOperation;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Zoom's published contract, {@code src/main/resources/zoom/openapi.yaml}, as a validator of answers.
 *
 * <p>A row may have members that the contract does not name, as Zoom's rows do. The object around the rows may not: a stub
 * with an additional member would describe a report that Zoom does not have.
 *
 * <p>File and validator are loaded when the first answer is checked; the sandbox as a program never needs them.
 * Thread-safe.
 */
public final class ZoomContract {
    private static final String API_PATH = "/v2";
    private static final String TOKEN_PATH = "/oauth/token";

    /** Paths as in the file, which has two servers; the validator would use the path of only one of them. */
    private static final OpenApiInteractionValidator VALIDATOR = OpenApiInteractionValidator.createForSpecificationUrl(
                    String.valueOf(ZoomContract.class.getResource("/zoom/openapi.yaml")))
            .withBasePathOverride("/")
            .withLevelResolver(LevelResolver.create()
                    .withLevel("validation.response.body.schema.additionalProperties", ValidationReport.Level.IGNORE)
                    .build())
            .withCustomResponseValidation(ZoomContract::unknownMembers)
            .build();

    private ZoomContract() {}

    /** As {@link #answer(int, String, String)}, with status 200. */
    public static SandboxAnswer answer(String path, String json) {
        return answer(200, path, json);
    }

    /**
     * Returns an answer after checking it.
     *
     * @param path of the request that it answers: {@code /v2/report/users}, {@code /oauth/token}
     * @throws AssertionError if the contract does not allow the answer
     */
    public static SandboxAnswer answer(int status, String path, String json) {
        check(path.equals(TOKEN_PATH) ? "POST" : "GET", path, status, json);
        return SandboxAnswer.json(status, json);
    }

    /**
     * Checks an answer.
     *
     * @param method of the request that it answers, in capitals
     * @param path of that request: {@code /v2/report/users}, {@code /oauth/token}
     * @param status HTTP status
     * @param body JSON
     * @throws AssertionError if the contract does not allow the answer, with the validator's message
     */
    public static void check(String method, String path, int status, String body) {
        Response answer = SimpleResponse.Builder.status(status)
                .withContentType("application/json")
                .withBody(body)
                .build();
        report(VALIDATOR.validateResponse(inTheContract(path), Request.Method.valueOf(method), answer));
    }

    /**
     * Checks a request and its answer, headers included.
     *
     * @param requestBody form that was sent; "" without one
     * @throws AssertionError if the contract does not allow the request or the answer
     */
    static void check(ReceivedRequest request, String requestBody, HttpResponse<String> answer) {
        SimpleRequest.Builder asked = new SimpleRequest.Builder(request.method(), inTheContract(request.rawPath()));
        request.query().forEach(asked::withQueryParam);
        request.headers().forEach(asked::withHeader);
        if (!requestBody.isEmpty()) {
            asked.withBody(requestBody);
        }
        SimpleResponse.Builder answered =
                SimpleResponse.Builder.status(answer.statusCode()).withBody(answer.body());
        answer.headers().map().forEach(answered::withHeader);
        report(VALIDATOR.validate(asked.build(), answered.build()));
    }

    /** Paths of all reports in the contract. */
    static Set<String> reports() {
        return Contract.API.getPaths().keySet().stream()
                .filter(path -> path.startsWith("/report/"))
                .collect(Collectors.toSet());
    }

    /** Scopes of which a report needs one. */
    static List<String> scopes(String path) {
        Object scopes =
                Contract.API.getPaths().get(path).getGet().getExtensions().get("x-scopes");
        return ((List<?>) scopes).stream().map(String::valueOf).toList();
    }

    /** The file itself, read when a test asks for it. */
    private static final class Contract {
        static final OpenAPI API =
                new OpenAPIV3Parser().read(String.valueOf(ZoomContract.class.getResource("/zoom/openapi.yaml")));
    }

    private static void report(ValidationReport report) {
        String objections = report.getMessages().stream()
                .filter(message -> message.getLevel() != ValidationReport.Level.IGNORE)
                .map(ValidationReport.Message::toString)
                .collect(Collectors.joining("\n"));
        if (!objections.isEmpty()) {
            throw new AssertionError("not in Zoom's contract: " + objections);
        }
    }

    private static String inTheContract(String path) {
        if (path.startsWith(API_PATH + "/")) {
            return path.substring(API_PATH.length());
        }
        if (path.equals(TOKEN_PATH)) {
            return path;
        }
        throw new AssertionError("neither below " + API_PATH + " nor " + TOKEN_PATH + ": " + path);
    }

    private static ValidationReport unknownMembers(Response answer, ApiOperation operation) {
        Set<String> members = new TreeSet<>();
        body(answer).fieldNames().forEachRemaining(members::add);
        members.removeAll(knownMembers(answer, operation).orElse(members));
        return members.isEmpty()
                ? ValidationReport.empty()
                : ValidationReport.singleton(ValidationReport.Message.create(
                                "validation.response.body.members", "the contract does not name " + members)
                        .build());
    }

    private static Optional<Set<String>> knownMembers(Response answer, ApiOperation operation) {
        String status = String.valueOf(answer.getStatus());
        return Optional.ofNullable(operation.getOperation().getResponses().get(status))
                .map(ApiResponse::getContent)
                .map(content -> content.get("application/json"))
                .<Schema<?>>map(MediaType::getSchema)
                .map(schema -> schema.getProperties() == null
                        ? null
                        : schema.getProperties().keySet());
    }

    private static JsonNode body(Response answer) {
        try {
            return answer.getResponseBody().orElseThrow().toJsonNode();
        } catch (IOException | NoSuchElementException e) {
            return MissingNode.getInstance(); // the validator rejects it
        }
    }
}
