package io.zoomhosts.sandbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who may ask for a report, and how often: access token, then scope, then the limits that all reports share. */
final class ReportAccess {
    private final SandboxOptions options;
    private final SandboxTokens accessTokens;
    private final RateLimit limit;

    ReportAccess(SandboxOptions options, SandboxTokens accessTokens) {
        this.options = options;
        this.accessTokens = accessTokens;
        this.limit = new RateLimit(options.requestsPerSecond(), options.requestsPerDay());
    }

    /**
     * Counts the request, or refuses it.
     *
     * @param scopes of which the access token needs one
     * @param statusWithoutScope HTTP status of the answer if it has none of them
     */
    Optional<SandboxAnswer> refusal(ReceivedRequest request, List<String> scopes, int statusWithoutScope, Instant now) {
        String authorization = request.headers().getOrDefault("authorization", "");
        if (!authorization.startsWith("Bearer ")
                || !accessTokens.isAlive(authorization.substring("Bearer ".length()), now)) {
            return Optional.of(SandboxAnswer.error(401, 124, "Invalid access token."));
        }
        if (Arrays.stream(options.scope().split(" ")).noneMatch(scopes::contains)) {
            return Optional.of(SandboxAnswer.error(
                    statusWithoutScope, 4711, "Invalid access token, does not contain scopes:" + scopes + "."));
        }
        return limit.refusal(now);
    }

    /** The answer to a request that was counted, with what is left of the day if the options say so. */
    SandboxAnswer counted(SandboxAnswer answer, Instant now) {
        return options.budgetHeaders()
                ? answer.withHeader("X-RateLimit-Category", "Heavy")
                        .withHeader("X-RateLimit-Type", "Daily-limit")
                        .withHeader("X-RateLimit-Limit", String.valueOf(options.requestsPerDay()))
                        .withHeader("X-RateLimit-Remaining", String.valueOf(limit.remaining(now)))
                : answer;
    }
}
