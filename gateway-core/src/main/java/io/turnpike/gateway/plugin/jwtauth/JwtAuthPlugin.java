package io.turnpike.gateway.plugin.jwtauth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.math.BigDecimal;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code jwt-auth}: takes requests with a good bearer token, see {@code docs/plugins-more.md}. */
public final class JwtAuthPlugin extends BuiltInPlugin {

    private static final long DEFAULT_SKEW_SECONDS = 30;
    private static final long DEFAULT_REFRESH_SECONDS = 600;
    private static final List<String> DEFAULT_ALGORITHMS = List.of("RS256", "ES256");

    public JwtAuthPlugin() {
        super("jwt-auth", 7400, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        if (configuration.has("JwksUrl") == configuration.has("Keys")) {
            faults.add("", "There must be either JwksUrl or Keys");
        }
        URI uri = configuration.has("JwksUrl")
                ? faults.read("/JwksUrl", configuration.text("JwksUrl").orElse(""), JwtAuthPlugin::uri)
                : null;
        List<JWK> keys = keys(configuration, faults);
        Map<String, String> headers = configuration.textMap("Headers");
        headers.keySet().forEach(name -> faults.read("/Headers/" + name, name, HeaderText::requestName));
        faults.throwIfAny();
        TokenCheck check = check(configuration);
        if (uri == null && keys.stream().noneMatch(key -> canHaveSigned(key, check.algorithms()))) {
            faults.add(
                    "/Keys",
                    "None of them is for any of the algorithms " + names(check.algorithms())
                            + " (expected: one at least that is, by its kty, alg and use)");
            faults.throwIfAny();
        }
        return new JwtAuthHandler(
                check,
                uri == null ? inline(keys) : remote(uri, configuration, context),
                configuration.text("Consumer").orElse("sub"),
                headers,
                configuration.flag("KeepToken", true),
                context.time());
    }

    private static TokenCheck check(PluginConfiguration configuration) {
        List<String> algorithms =
                configuration.has("Algorithms") ? configuration.texts("Algorithms") : DEFAULT_ALGORITHMS;
        return new TokenCheck(
                algorithms.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet()),
                configuration.text("Issuer").orElse(""),
                Set.copyOf(configuration.texts("Audience")),
                Set.copyOf(configuration.texts("Required")),
                Duration.ofSeconds(configuration.number("ClockSkew", DEFAULT_SKEW_SECONDS)));
    }

    private static boolean canHaveSigned(JWK key, Set<JWSAlgorithm> algorithms) {
        return algorithms.stream()
                .map(algorithm -> JWKMatcher.forJWSHeader(new JWSHeader(algorithm)))
                .anyMatch(matcher -> matcher.matches(key));
    }

    private static String names(Set<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).sorted().collect(Collectors.joining(", "));
    }

    private static KeySource inline(List<JWK> keys) {
        JWKSet set = new JWKSet(keys);
        return matcher -> CompletableFuture.completedFuture(new JWKSelector(matcher).select(set));
    }

    private static KeySource remote(URI uri, PluginConfiguration configuration, PluginContext context) {
        return new RemoteKeys(
                uri.toString(),
                new KeySetFetch(uri),
                Duration.ofSeconds(configuration.number("Refresh", DEFAULT_REFRESH_SECONDS)),
                context);
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(FaultList.quoted(text) + " is no URL (expected: https://host/path)");
        }
        return uri;
    }

    private static List<JWK> keys(PluginConfiguration configuration, FaultList faults) {
        List<JWK> keys = new ArrayList<>();
        List<PluginConfiguration> elements = configuration.elements("Keys");
        for (int i = 0; i < elements.size(); i++) {
            try {
                Map<String, @Nullable Object> members = new HashMap<>();
                if (elements.get(i).value() instanceof Map<?, ?> map) {
                    map.forEach((name, value) -> members.put(
                            String.valueOf(name),
                            value instanceof BigDecimal number ? (Object) number.longValue() : value));
                }
                keys.add(JWK.parse(members));
            } catch (ParseException | IllegalArgumentException e) {
                faults.add("/Keys/" + i, "It is no JSON Web Key: " + e.getMessage());
            }
        }
        return keys;
    }
}
