package io.turnpike.it.scenario;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;

/** The IDL of AssetManagement, as reference 000's registration carries it. */
final class AssetIdl {

    private AssetIdl() {}

    static String text() {
        try (JsonReader reader = Json.createReader(new StringReader(Resource.REFERENCE_REGISTER))) {
            return reader.readArray()
                    .getJsonObject(0)
                    .getJsonArray("Services")
                    .getJsonObject(0)
                    .getString("IdlContent");
        }
    }
}
