package io.turnpike.connector;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Registers an owner and its services with a gateway. */
public final class Registration {

    private Registration() {}

    /**
     * Registers one owner by {@code POST /register}.
     *
     * @param gatewayAddress as {@code http://localhost:4200}
     * @param ownerJson the body: the owner, or an array of exactly one
     * @return the new API key
     * @throws GatewayException if the gateway refuses; status 409: the {@code OwnerId} is known, or another owner holds a
     *     {@code ServiceName}
     * @throws IOException if the gateway cannot be reached, or its answer has no key
     */
    public static String register(String gatewayAddress, String ownerJson) throws IOException {
        String key = new GatewayHttp(List.of(gatewayAddress), Duration.ofSeconds(30))
                .call("POST", "/register", null, ownerJson)
                .get("API-Key");
        if (key == null || key.isBlank()) {
            throw new IOException("the answer to /register has no API-Key");
        }
        return key;
    }
}
