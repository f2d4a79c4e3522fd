/** The plugin {@code response-headers}: fields of answers that are set, added or removed. */
@NullMarked
package io.turnpike.gateway.plugin.responseheaders;

import org.jspecify.annotations.NullMarked;
