package io.zoomhosts.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * {@code POST /oauth/token}: an access token for the account's credentials. Refuses others in the form of this endpoint,
 * {@code reason} and {@code error}, with statuses and messages as users of Zoom report them.
 */
final class TokenEndpoint {
    private final SandboxOptions options;
    private final SandboxTokens tokens;
    private final String basic;

    TokenEndpoint(SandboxOptions options, SandboxTokens tokens) {
        this.options = options;
        this.tokens = tokens;
        String credentials = options.clientId() + ":" + options.clientSecret();
        this.basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param form as received
     * @param apiUrl the {@code api_url} of the answer: address of the API without {@code /v2}
     */
    SandboxAnswer answer(ReceivedRequest request, Map<String, String> form, String apiUrl, Instant now) {
        String authorization = request.headers().getOrDefault("authorization", "");
        if (!authorization.startsWith("Basic ")) {
            return refusal(401, "Full authentication is required", "unauthorized");
        }
        if (!authorization.equals(basic)) {
            return refusal(400, "Invalid client_id or client_secret", "invalid_client");
        }
        if (!"account_credentials".equals(form.get("grant_type"))) {
            return refusal(400, "unsupported grant type", "unsupported_grant_type");
        }
        if (!options.accountId().equals(form.get("account_id"))) {
            return refusal(400, "Bad Request", "invalid_request");
        }
        return SandboxAnswer.json(
                200,
                "{\"access_token\":" + SandboxAnswer.quoted(tokens.issue(now))
                        + ",\"token_type\":\"bearer\",\"expires_in\":" + SandboxTokens.LIFETIME.toSeconds()
                        + ",\"scope\":" + SandboxAnswer.quoted(options.scope())
                        + ",\"api_url\":" + SandboxAnswer.quoted(apiUrl) + "}");
    }

    private static SandboxAnswer refusal(int status, String reason, String error) {
        return SandboxAnswer.json(
                status,
                "{\"reason\":" + SandboxAnswer.quoted(reason) + ",\"error\":" + SandboxAnswer.quoted(error) + "}");
    }
}
