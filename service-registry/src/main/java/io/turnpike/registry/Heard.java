package io.turnpike.registry;

/** What a heartbeat did. */
public enum Heard {
    /** The instance was known and alive, and stays so. */
    KEPT,
    /** The instance was silent for too long, or forgotten, or never known here; it gets calls again. */
    PUT_BACK,
    /** This {@code serverId} has left: the server must connect again. */
    LEFT
}
