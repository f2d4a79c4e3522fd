package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Set;

/** What a server sends to {@code /connect} and {@code /health}. */
final class ConnectorRequest {

    private static final Set<String> CONNECT_KEYS = Set.of("ApiKey", "ServiceName", "ServerAddress", "ServerPort");
    private static final Set<String> HEARTBEAT_KEYS = Set.of("ApiKey", "ServerID");
    private static final String PORT_RANGE = "a port from 1 to 65535, as a number or a text";
    private static final int MAX_PORT_DIGITS = 5;

    private ConnectorRequest() {}

    record Connect(String apiKey, String serviceName, String address, int port) {

        /** Which server asks, for the log. */
        String describe() {
            return AdminLog.server(address, port) + " for " + JsonFields.shortened(serviceName);
        }
    }

    record Heartbeat(String apiKey, String serverId) {}

    /** @throws GatewayException {@code INVALID_REQUEST} with every fault; {@code UNAUTHORIZED} if only the key is missing */
    static Connect connect(JsonValue body) throws GatewayException {
        FaultList faults = new FaultList();
        Optional<Connect> request = JsonFields.of(body, "", CONNECT_KEYS, faults)
                .map(fields -> new Connect(
                        apiKey(fields, faults),
                        fields.requiredText("ServiceName").orElse(""),
                        address(fields, faults),
                        port(fields, faults)));
        faults.throwIfAny();
        return request.orElseThrow();
    }

    /** @throws GatewayException {@code INVALID_REQUEST} with every fault; {@code UNAUTHORIZED} if only the key is missing */
    static Heartbeat heartbeat(JsonValue body) throws GatewayException {
        FaultList faults = new FaultList();
        Optional<Heartbeat> request = JsonFields.of(body, "", HEARTBEAT_KEYS, faults)
                .map(fields -> new Heartbeat(
                        apiKey(fields, faults), fields.requiredText("ServerID").orElse("")));
        faults.throwIfAny();
        return request.orElseThrow();
    }

    /** Whose shape is right is told of a missing key as such; otherwise it is one fault among the others. */
    private static String apiKey(JsonFields fields, FaultList faults) {
        boolean given = fields.has("ApiKey");
        String key = fields.text("ApiKey").orElse("");
        if (!given || (fields.isText("ApiKey") && key.isBlank())) {
            faults.add(
                    GatewayError.UNAUTHORIZED,
                    Fault.at(
                            fields.at("ApiKey"), "ApiKey is " + (given ? "blank" : "missing") + " (expected: a text)"));
        }
        return key;
    }

    private static String address(JsonFields fields, FaultList faults) {
        Optional<String> given = fields.requiredText("ServerAddress");
        if (given.isEmpty()) {
            return "";
        }
        Optional<String> address = HostSyntax.normalise(given.get());
        if (address.isEmpty()) {
            faults.shape(
                    fields.at("ServerAddress"),
                    "ServerAddress is " + given.get() + " (expected: an IP address or a host name, nothing around it)");
        }
        return address.orElse("");
    }

    private static int port(JsonFields fields, FaultList faults) {
        if (!fields.has("ServerPort")) {
            fields.wrongType("ServerPort", PORT_RANGE);
            return 0;
        }
        if (!fields.isText("ServerPort")) {
            return (int) fields.number("ServerPort", 1, 65_535).orElse(0);
        }
        String text = fields.text("ServerPort").orElse("").strip();
        if (!text.isEmpty() && text.length() <= MAX_PORT_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        }
        faults.shape(fields.at("ServerPort"), "ServerPort is \"" + text + "\" (expected: " + PORT_RANGE + ")");
        return 0;
    }
}
