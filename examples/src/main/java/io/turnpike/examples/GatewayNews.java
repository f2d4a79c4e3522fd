package io.turnpike.examples;

import io.turnpike.connector.ConnectionListener;
import io.turnpike.connector.ConnectionState;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Tells a person how a server stands with its gateway, in one line for each change, and notices when it is refused before it
 * was ever connected: then somebody has mistyped something, and waiting does not mend it.
 */
final class GatewayNews implements ConnectionListener {

    private final String service;
    private final Consumer<String> out;
    private final CompletableFuture<String> refusal = new CompletableFuture<>();
    private boolean everConnected;

    GatewayNews(String service, Consumer<String> out) {
        this.service = service;
        this.out = out;
    }

    /** Completed with the gateway's reason if the server is refused at its first connect. */
    CompletableFuture<String> refusal() {
        return refusal;
    }

    @Override
    public synchronized void stateChanged(ConnectionState state, String detail) {
        switch (state) {
            case CONNECTED -> {
                out.accept(service + " is connected to the gateway" + (everConnected ? " again" : ""));
                everConnected = true;
            }
            case CONNECTING -> out.accept(service + " connects again: " + detail);
            case UNREACHABLE -> out.accept(service + " keeps trying: " + detail);
            case REFUSED -> {
                if (everConnected) {
                    out.accept(service + " is refused and tries again later: " + detail);
                } else {
                    refusal.complete(detail);
                }
            }
            case CLOSED -> {
                if (everConnected) {
                    out.accept(service + " ends: " + detail);
                }
            }
        }
    }
}
