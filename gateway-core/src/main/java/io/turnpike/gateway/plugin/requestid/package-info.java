/** The plugin {@code request-id}: an id that follows a request. */
@NullMarked
package io.turnpike.gateway.plugin.requestid;

import org.jspecify.annotations.NullMarked;
