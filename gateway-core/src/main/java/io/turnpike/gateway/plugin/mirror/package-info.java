/** The plugin {@code mirror}: a copy of requests goes elsewhere as well. */
@NullMarked
package io.turnpike.gateway.plugin.mirror;

import org.jspecify.annotations.NullMarked;
