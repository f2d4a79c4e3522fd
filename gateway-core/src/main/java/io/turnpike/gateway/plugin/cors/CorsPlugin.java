package io.turnpike.gateway.plugin.cors;

import io.turnpike.gateway.exchange.HttpText;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import io.turnpike.gateway.routing.rule.LinearRegex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code cors}: lets pages of other origins call, see {@code docs/plugins-builtin.md}. */
public final class CorsPlugin extends BuiltInPlugin {

    private static final String ANY = "*";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> HEADERS = List.of("Content-Type", "Authorization");

    public CorsPlugin() {
        super("cors", 8500, Phase.ACCESS, Phase.HEADER_FILTER);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        boolean credentials = configuration.flag("AllowCredentials", false);
        Origins origins = origins(configuration, faults);
        String methods = tokens("AllowMethods", METHODS, configuration, credentials, faults);
        String headers = tokens("AllowHeaders", HEADERS, configuration, credentials, faults);
        String exposed = tokens("ExposeHeaders", List.of(), configuration, credentials, faults);
        if (credentials && origins.any()) {
            withCredentials("/AllowOrigins", faults);
        }
        faults.throwIfAny();
        Map<String, String> preflight = new LinkedHashMap<>();
        put(preflight, "Access-Control-Allow-Methods", methods);
        put(preflight, "Access-Control-Allow-Headers", headers);
        if (configuration.has("MaxAgeSeconds")) {
            preflight.put("Access-Control-Max-Age", String.valueOf(configuration.number("MaxAgeSeconds", 0)));
        }
        return new CorsHandler(origins, credentials, exposed, Map.copyOf(preflight));
    }

    private static Origins origins(PluginConfiguration configuration, FaultList faults) {
        boolean any = false;
        Set<String> exact = new HashSet<>();
        List<Origin> below = new ArrayList<>();
        List<String> texts = configuration.texts("AllowOrigins");
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).equals(ANY)) {
                any = true;
                continue;
            }
            Origin origin = faults.read("/AllowOrigins/" + i, texts.get(i), Origin::parse);
            if (origin != null && origin.below()) {
                below.add(origin);
            } else if (origin != null) {
                exact.add(origin.text());
            }
        }
        List<LinearRegex> expressions = new ArrayList<>();
        List<String> patterns = configuration.texts("AllowOriginPatterns");
        for (int i = 0; i < patterns.size(); i++) {
            LinearRegex expression = faults.read("/AllowOriginPatterns/" + i, patterns.get(i), LinearRegex::of);
            if (expression != null) {
                expressions.add(expression);
            }
        }
        if (texts.isEmpty() && patterns.isEmpty()) {
            faults.add("", "The configuration allows no origin (expected: AllowOrigins or AllowOriginPatterns)");
        }
        return new Origins(any, Set.copyOf(exact), List.copyOf(below), List.copyOf(expressions));
    }

    /** Names as the value of a field. */
    private static String tokens(
            String key,
            List<String> otherwise,
            PluginConfiguration configuration,
            boolean credentials,
            FaultList faults) {
        List<String> names = configuration.has(key) ? configuration.texts(key) : otherwise;
        for (int i = 0; i < names.size(); i++) {
            if (!HttpText.isToken(names.get(i))) {
                faults.add(
                        "/" + key + "/" + i, key + ": " + FaultList.quoted(names.get(i)) + " (expected: a name, or *)");
            }
        }
        if (credentials && names.contains(ANY)) {
            withCredentials("/" + key, faults);
        }
        return String.join(", ", names);
    }

    /** Browsers take the star for a name like any other then (Fetch, section 3.3.5), or refuse the answer. */
    private static void withCredentials(String pointer, FaultList faults) {
        faults.add(
                pointer,
                pointer.substring(1) + ": * and AllowCredentials (expected: names, as * is for requests without"
                        + " credentials only)");
    }

    private static void put(Map<String, String> headers, String name, String value) {
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
    }
}
