package io.turnpike.gateway.plugin.mock;

import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.plugin.InvalidConfigurationException;
import io.turnpike.gateway.plugin.Phase;
import io.turnpike.gateway.plugin.PluginContext;
import io.turnpike.gateway.plugin.PluginHandler;
import io.turnpike.gateway.plugin.common.BuiltInPlugin;
import io.turnpike.gateway.plugin.common.FaultList;
import io.turnpike.gateway.plugin.common.HeaderText;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@code mock}: answers without an upstream, see {@code docs/plugins-builtin.md}. */
public final class MockPlugin extends BuiltInPlugin {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    public MockPlugin() {
        super("mock", 2500, Phase.ACCESS);
    }

    @Override
    public PluginHandler configure(PluginConfiguration configuration, PluginContext context)
            throws InvalidConfigurationException {
        FaultList faults = new FaultList();
        int status = (int) configuration.number("Status", OK);
        byte[] body = configuration.text("Body").orElse("").getBytes(StandardCharsets.UTF_8);
        if (body.length > 0 && (status == NO_CONTENT || status == NOT_MODIFIED)) {
            faults.add("/Body", "Body: an answer of status " + status + " has none (expected: none)");
        }
        Map<String, String> headers = configuration.textMap("Headers");
        headers.forEach((name, value) -> {
            faults.read("/Headers", name, HeaderText::name);
            faults.read("/Headers", value, HeaderText::value);
            if (name.equalsIgnoreCase("Content-Type")) {
                faults.add("/Headers", "Headers: Content-Type has a key of its own (expected: ContentType)");
            }
        });
        String contentType = configuration.text("ContentType").orElse("application/json");
        faults.read("/ContentType", contentType, HeaderText::value);
        faults.throwIfAny();
        Response response = new Response(
                status, body.length == 0 ? null : contentType, Map.copyOf(headers), List.of(), body, body.length);
        return new MockHandler(response, Duration.ofMillis(configuration.number("DelayMillis", 0)), context);
    }
}
