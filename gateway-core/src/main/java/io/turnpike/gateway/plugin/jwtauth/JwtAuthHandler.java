package io.turnpike.gateway.plugin.jwtauth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.Decision;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.jwtauth.TokenCheck.RejectedException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets requests pass that bear a good token, and tells the upstream what it says. */
final class JwtAuthHandler implements PluginHandler {

    private static final String SCHEME = "Bearer ";

    private final TokenCheck check;
    private final KeySource keys;
    private final String consumerClaim;
    private final Map<String, String> headers;
    private final boolean keepsToken;
    private final InstantSource time;

    /**
     * @param headers names of header fields, and the claims that they get
     * @param keepsToken whether the upstream sees the token
     */
    JwtAuthHandler(
            TokenCheck check,
            KeySource keys,
            String consumerClaim,
            Map<String, String> headers,
            boolean keepsToken,
            InstantSource time) {
        this.check = check;
        this.keys = keys;
        this.consumerClaim = consumerClaim;
        this.headers = headers;
        this.keepsToken = keepsToken;
        this.time = time;
    }

    @Override
    public Decision access(PluginRequest request) {
        String field = request.header("Authorization");
        if (field == null || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return refuse("A bearer token is expected", "Bearer");
        }
        SignedJWT token;
        try {
            token = check.parse(field.substring(SCHEME.length()).strip());
        } catch (RejectedException e) {
            return invalid(e);
        }
        CompletableFuture<List<JWK>> found =
                keys.keys(JWKMatcher.forJWSHeader(token.getHeader())).toCompletableFuture();
        if (found.isDone() && !found.isCompletedExceptionally()) {
            return decide(request, token, found.join());
        }
        return Decision.later(found.handle((known, failure) ->
                failure == null ? decide(request, token, known) : withoutKeys(GatewayException.causeOf(failure))));
    }

    private Decision decide(PluginRequest request, SignedJWT token, List<JWK> known) {
        JWTClaimsSet claims;
        try {
            claims = check.claims(token, known, time.instant());
        } catch (RejectedException e) {
            return invalid(e);
        }
        String consumer = text(claims.getClaim(consumerClaim));
        request.consumer(consumer == null ? "" : consumer);
        headers.forEach((name, claim) -> {
            // What the client has sent under the name is not what the token says.
            request.removeHeader(name);
            String value = text(claims.getClaim(claim));
            if (value != null && isFieldValue(value)) {
                request.setHeader(name, value);
            }
        });
        if (!keepsToken) {
            request.removeHeader("Authorization");
        }
        return Decision.proceed();
    }

    private static @Nullable String text(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return claim instanceof String || claim instanceof Number || claim instanceof Boolean
                ? String.valueOf(claim)
                : null;
    }

    private static boolean isFieldValue(String value) {
        try {
            return !HeaderText.value(value).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Decision invalid(RejectedException e) {
        String why = String.valueOf(e.getMessage());
        return refuse(why, "Bearer error=\"invalid_token\", error_description=\"" + why + '"');
    }

    private static Decision refuse(String detail, String challenge) {
        return Decision.refuse(new GatewayException(
                GatewayError.INVALID_TOKEN, detail, List.of(), Map.of("WWW-Authenticate", challenge)));
    }

    private static Decision withoutKeys(@Nullable Throwable cause) {
        return Decision.refuse(new GatewayException(
                        GatewayError.PLUGIN_BROKEN,
                        "Tokens cannot be checked at present",
                        List.of(),
                        Map.of("Retry-After", "1"))
                .withLogNote("no keys: " + GatewayException.reasonOf(cause)));
    }
}
