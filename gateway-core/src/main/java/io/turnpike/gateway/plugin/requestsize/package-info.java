/** The plugin {@code request-size}: how large a body may be. */
@NullMarked
package io.turnpike.gateway.plugin.requestsize;

import org.jspecify.annotations.NullMarked;
