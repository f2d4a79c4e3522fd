package io.turnpike.registry;

/**
 * How a registry is, for everybody: names no host, those are in the log.
 *
 * @param kind which product keeps the instances
 * @param loaded whether its instances have been read once
 * @param degraded whether it cannot be reached at the moment; what was read last is used meanwhile
 * @param detail what is wrong; empty if nothing is
 * @param services how many services have instances that are known
 * @param instances how many instances are known
 */
public record RegistryStatus(
        String kind, boolean loaded, boolean degraded, String detail, int services, int instances) {}
