/** The plugin {@code request-headers}: fields of requests that are set, added or removed. */
@NullMarked
package io.turnpike.gateway.plugin.requestheaders;

import org.jspecify.annotations.NullMarked;
