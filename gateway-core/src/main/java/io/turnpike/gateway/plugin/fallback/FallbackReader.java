package io.turnpike.gateway.plugin.fallback;

import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.Retry;
import io.turnpike.gateway.plugin.common.ApiPath;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the rules of {@code fallback}. For one configuration. */
final class FallbackReader {

    /** To more places no request goes. */
    private static final int MOST_ENDPOINTS = 16;

    private static final int LEAST_ERROR = 500;
    private static final int MOST_ERROR = 599;

    private final FaultList faults = new FaultList();
    private final PluginContext context;
    private final Map<String, Map<Integer, List<Retry>>> byApi = new HashMap<>();
    private final Map<String, String> rulesByKey = new HashMap<>();
    private final Map<String, String> rulesByError = new HashMap<>();

    private FallbackReader(PluginContext context) {
        this.context = context;
    }

    /**
     * Where requests go, by path and status, in the order in which the places are tried.
     *
     * @throws InvalidConfigurationException with every fault of the rules
     */
    static Map<String, Map<Integer, List<Retry>>> read(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FallbackReader reader = new FallbackReader(context);
        List<PluginConfiguration> rules = reader.faults.rules(configuration);
        for (int i = 0; i < rules.size(); i++) {
            reader.rule("/" + i, rules.get(i));
        }
        reader.faults.throwIfAny();
        return Map.copyOf(reader.byApi);
    }

    private void rule(String at, PluginConfiguration rule) {
        String key = rule.text("key").orElse("");
        String sameKey = rulesByKey.putIfAbsent(key, at);
        if (sameKey != null) {
            faults.add(
                    at + "/key",
                    "key: " + FaultList.quoted(key) + " is that of the rule " + sameKey
                            + " already (expected: a key of its own)");
        }
        List<Retry> places = endpoints(at + "/endpoints", rule.elements("endpoints"));
        Set<Integer> statuses = errors(at + "/errors", rule.elements("errors"));
        String api = faults.read(at + "/api", rule.text("api").orElse(""), ApiPath::ofRule);
        if (api == null) {
            return;
        }
        Map<Integer, List<Retry>> byStatus = byApi.computeIfAbsent(api, path -> new HashMap<>());
        for (int status : statuses) {
            String sameError = rulesByError.putIfAbsent(status + api, at);
            if (sameError == null) {
                byStatus.put(status, places);
            } else {
                faults.add(
                        at + "/errors",
                        "errors: " + status + " of " + api + " is in the rule " + sameError
                                + " already (expected: in one rule)");
            }
        }
    }

    private Set<Integer> errors(String at, List<PluginConfiguration> errors) {
        Set<Integer> statuses = new TreeSet<>();
        for (int i = 0; i < errors.size(); i++) {
            String text = text(errors.get(i)).orElse("");
            boolean number = text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            int status = number ? Integer.parseInt(text) : 0;
            if (status < LEAST_ERROR || status > MOST_ERROR) {
                faults.add(
                        at + "/" + i,
                        "errors: " + FaultList.quoted(text) + " (expected: a status, " + LEAST_ERROR + " to "
                                + MOST_ERROR + ")");
            } else {
                statuses.add(status);
            }
        }
        return statuses;
    }

    /** Each element is an object with one number or more as keys; all of them together are put in the order of the numbers. */
    private List<Retry> endpoints(String at, List<PluginConfiguration> elements) {
        Map<Integer, Retry> byNumber = new TreeMap<>();
        for (int i = 0; i < elements.size(); i++) {
            for (String key : elements.get(i).keys()) {
                String atEndpoint = at + "/" + i + "/" + key;
                int number = number(key);
                if (number == 0) {
                    faults.add(
                            at + "/" + i,
                            "endpoints: the key " + FaultList.quoted(key)
                                    + " is no number (expected: the place in the order, 1 to 9999)");
                } else {
                    Retry retry = endpoint(atEndpoint, elements.get(i).at(key));
                    if (retry != null && byNumber.putIfAbsent(number, retry) != null) {
                        faults.add(atEndpoint, "endpoints: the number " + number + " is there twice (expected: once)");
                    }
                }
            }
        }
        if (byNumber.size() > MOST_ENDPOINTS) {
            faults.add(at, "endpoints: " + byNumber.size() + " (expected: " + MOST_ENDPOINTS + " at most)");
        }
        return List.copyOf(byNumber.values());
    }

    private static int number(String key) {
        boolean digits = !key.isEmpty() && key.length() < 5 && key.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(key) : 0;
    }

    private @Nullable Retry endpoint(String at, PluginConfiguration endpoint) {
        Map<String, String> headers = texts(endpoint.at("headers"));
        headers.forEach((name, value) -> {
            faults.read(at + "/headers", name, HeaderText::requestName);
            faults.read(at + "/headers", value, HeaderText::value);
        });
        Endpoint opened = faults.openPlain(at + "/name", endpoint.text("name").orElse(""), context);
        return opened == null ? null : new Retry(opened, headers, texts(endpoint.at("params")));
    }

    private static Map<String, String> texts(PluginConfiguration object) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : object.keys()) {
            text(object.at(name)).ifPresent(text -> texts.put(name, text));
        }
        return texts;
    }

    /** A text, or a number or truth value as a text. */
    private static Optional<String> text(PluginConfiguration scalar) {
        Object value = scalar.value();
        if (value instanceof BigDecimal number) {
            return Optional.of(number.toPlainString());
        }
        return value instanceof Boolean ? Optional.of(value.toString()) : scalar.text();
    }
}
