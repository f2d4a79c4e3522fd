package io.turnpike.registryproxy.bootstrap;

/**
 * Whether the RegistryProxy serves.
 *
 * @param serving whether it takes requests
 * @param detail where it listens, or why it does not serve
 */
record ProxyStatus(boolean serving, String detail) {}
