package io.zoomhosts.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/** Lets a broker accept every JSON Web Token unverified. Kafka's own test handler rejects the tokens that clients accept. */
public final class UnsignedTokens implements AuthenticateCallbackHandler {

    /** A token as the broker has it. */
    private record Token(String value, String principalName, long lifetimeMs) implements OAuthBearerToken {

        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public Long startTimeMs() {
            return null;
        }
    }

    @Override
    public void configure(Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {
        // No options.
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerValidatorCallback asked) {
                String token = asked.tokenValue();
                JsonNode claims =
                        new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
                asked.token(new Token(
                        token,
                        claims.path("sub").textValue(),
                        claims.path("exp").longValue() * 1000));
            }
        }
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
