/**
 * What owners and servers call: register, update, owners, connect, heartbeat, leave; and the model of what is registered.
 *
 * <p>No MongoDB type may show up here.
 */
@NullMarked
package io.turnpike.gateway.admin;

import org.jspecify.annotations.NullMarked;
