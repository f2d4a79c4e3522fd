/**
 * The RegistryProxy: a Thrift server that connects servers and takes heartbeats on the gateway's behalf. Who may do so has been
 * decided by the gateway; nothing here knows an API key. Free of CDI; never depends on the gateway's WAR.
 */
@NullMarked
package io.turnpike.registryproxy;

import org.jspecify.annotations.NullMarked;
