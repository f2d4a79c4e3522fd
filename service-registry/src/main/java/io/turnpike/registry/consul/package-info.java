/**
 * The registry in Consul: what an instance looks like there, its HTTP interface, how changes are followed, and what is believed while
 * it is away.
 *
 * <p>No call of the data plane waits for Consul: who asks {@link io.turnpike.registry.ServiceRegistry} is answered from memory.
 */
@NullMarked
package io.turnpike.registry.consul;

import org.jspecify.annotations.NullMarked;
