package io.turnpike.gateway.settings;

/** Who may call {@code POST /update/config} without a key; with the master key everybody may. */
public enum PluginUpdates {
    /** Nobody. */
    MASTER,
    /** Programs on the gateway's own machine. */
    LOOPBACK,
    /** Everybody. */
    OPEN
}
