package io.turnpike.connector;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The three calls of a server's life, for one service. Safe for use by several threads at once. */
final class GatewayCalls {

    private final GatewayHttp http;
    private final Supplier<String> apiKey;
    private final String serviceName;

    /** @param apiKey asked for each call */
    GatewayCalls(GatewayHttp http, Supplier<String> apiKey, String serviceName) {
        this.http = http;
        this.apiKey = apiKey;
        this.serviceName = serviceName;
    }

    String connect(String address, int port) throws IOException {
        String serverId = http.call(
                        "POST",
                        "/connect",
                        null,
                        "{\"ApiKey\":" + FlatJson.quote(apiKey.get()) + ",\"ServiceName\":"
                                + FlatJson.quote(serviceName)
                                + ",\"ServerAddress\":" + FlatJson.quote(address) + ",\"ServerPort\":\"" + port
                                + "\"}")
                .get("ServerID");
        if (serverId == null || serverId.isBlank()) {
            throw new IOException("the answer to /connect has no ServerID");
        }
        return serverId;
    }

    void heartbeat(String serverId) throws IOException {
        http.call(
                "POST",
                "/health",
                null,
                "{\"ApiKey\":" + FlatJson.quote(apiKey.get()) + ",\"ServerID\":" + FlatJson.quote(serverId) + "}");
    }

    void leave(String serverId) throws IOException {
        http.call("DELETE", "/connect/" + URLEncoder.encode(serverId, StandardCharsets.UTF_8), apiKey.get(), null);
    }
}
