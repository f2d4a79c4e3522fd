package io.turnpike.registryproxy;

/**
 * What a RegistryProxy has done since it was started.
 *
 * @param connects servers connected
 * @param heartbeats heartbeats noted
 * @param refused requests refused, for whatever reason
 */
public record ProxyCounts(long connects, long heartbeats, long refused) {}
