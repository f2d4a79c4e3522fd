/** The plugin {@code ratelimiter} of reference 003: how many requests of a kind are taken in a minute. */
@NullMarked
package io.turnpike.gateway.plugin.ratelimiter;

import org.jspecify.annotations.NullMarked;
