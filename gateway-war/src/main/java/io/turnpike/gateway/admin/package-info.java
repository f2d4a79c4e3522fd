/**
 * What owners, servers and operators call: register, update, owners, connect, heartbeat, leave, revisions, configuration, routes; and the
 * model of what is registered.
 *
 * <p>No MongoDB type may show up here.
 */
@NullMarked
package io.turnpike.gateway.admin;

import org.jspecify.annotations.NullMarked;
