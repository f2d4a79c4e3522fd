/** Connections to Redis for the plugins that share something among nodes. Nothing here knows what they share. */
@NullMarked
package io.turnpike.gateway.plugin.redis;

import org.jspecify.annotations.NullMarked;
