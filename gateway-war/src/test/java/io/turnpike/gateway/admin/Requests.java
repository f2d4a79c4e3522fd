package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.plugin.chain.PluginQuestions;
import io.turnpike.gateway.schema.PluginCheck;
import io.turnpike.gateway.schema.TestPlugin;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Bodies of admin requests. */
final class Requests {

    /** The service of the reference, in its own words. */
    static final String ASSETS_IDL =
            "namespace Go asset.management\\n\\nstruct QueryAssetRequest {\\n 1: string ID;\\n}\\n\\n"
                    + "struct QueryAssetResponse {\\n 1: bool Exist;\\n 2: string ID;\\n}\\n\\n"
                    + "service AssetManagement {\\n QueryAssetResponse queryAsset(1: QueryAssetRequest req);\\n}\\n";

    /** Checks the plugins {@code cors} and {@code access}, see {@link TestPlugin}. */
    static final PluginCheck PLUGINS = new PluginCheck(TestPlugin.catalogue(), new PluginQuestions());

    private Requests() {}

    static JsonValue json(String text) throws GatewayException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return JsonBody.read(new ByteArrayInputStream(bytes), "application/json", 1 << 20);
    }

    static RegistrationRequest registration(String text) throws GatewayException {
        return RegistrationReader.read(json(text));
    }

    static String owner(String id, String... services) {
        return "{\"OwnerName\":\"Name\",\"OwnerId\":\"" + id + "\",\"Services\":[" + String.join(",", services) + "]}";
    }

    static String service(String name, String idl) {
        return service(name, idl, "{\"ExposedMethod\":\"queryAsset\",\"MethodPath\":\"getAsset\"}");
    }

    static String service(String name, String idl, String paths) {
        return "{\"ServiceId\":\"1\",\"ServiceName\":\"" + name + "\",\"IdlContent\":\"" + idl
                + "\",\"Version\":\"1.0\",\"ServiceDescription\":\"d\",\"ServerCount\":2,\"Paths\":[" + paths
                + "],\"RegisteredServers\":[{\"ServerUrl\":\"http://localhost:8000\",\"Port\":8000}]}";
    }
}
