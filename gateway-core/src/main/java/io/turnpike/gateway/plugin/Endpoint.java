package io.turnpike.gateway.plugin;

/**
 * HTTP nodes that a plugin may send requests to, opened by {@link PluginContext#open}. Only the gateway implements it. It is there as long as
 * the handler that opened it, and requests that have been sent to it.
 */
public interface Endpoint {

    /** Where it leads, for people: {@code cache.example.com:80}. */
    String name();
}
