/** The plugin {@code response-cache}: a shared cache of answers (RFC 9111), on a node or in Redis. */
@NullMarked
package io.turnpike.gateway.plugin.responsecache;

import org.jspecify.annotations.NullMarked;
