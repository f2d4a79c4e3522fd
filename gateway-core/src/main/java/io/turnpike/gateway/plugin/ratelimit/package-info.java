/** The plugin {@code rate-limit}: how many requests of whom are taken, on a node or on all of them together. */
@NullMarked
package io.turnpike.gateway.plugin.ratelimit;

import org.jspecify.annotations.NullMarked;
