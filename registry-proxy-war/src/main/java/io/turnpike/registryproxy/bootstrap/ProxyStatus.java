package io.turnpike.registryproxy.bootstrap;

import io.turnpike.registryproxy.ProxyCounts;

/**
 * How the RegistryProxy is.
 *
 * @param live false if its Thrift server has stopped answering, so that only a new start helps
 * @param ready whether it takes requests and gateways have been told of it
 * @param degraded whether Consul is away
 * @param detail where it listens, or what is wrong
 * @param counts what it has done
 */
record ProxyStatus(boolean live, boolean ready, boolean degraded, String detail, ProxyCounts counts) {

    /** It does not serve, and a new start would not help. */
    static ProxyStatus idle(String detail) {
        return new ProxyStatus(true, false, false, detail, new ProxyCounts(0, 0, 0));
    }
}
