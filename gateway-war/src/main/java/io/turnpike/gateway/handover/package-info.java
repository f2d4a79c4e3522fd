/**
 * Hands connects and heartbeats that the gateway has authorised over to RegistryProxies: which of them are usable, what they are
 * sent, and what their answers are worth.
 *
 * <p>No container in here. Who may connect, and what the gateway does when no proxy can be used, is the {@code admin} package's.
 */
@NullMarked
package io.turnpike.gateway.handover;

import org.jspecify.annotations.NullMarked;
