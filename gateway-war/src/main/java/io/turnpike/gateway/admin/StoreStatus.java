package io.turnpike.gateway.admin;

/**
 * How the configuration store is, for everybody: names no host and no path, those are in the log.
 *
 * @param reachable whether the last attempt to reach it succeeded
 * @param store what kind of store; empty if it has never answered
 * @param detail what is wrong; empty if nothing is
 */
public record StoreStatus(boolean reachable, String store, String detail) {}
