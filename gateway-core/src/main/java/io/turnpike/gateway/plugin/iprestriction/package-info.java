/** The plugin {@code ip-restriction}: which addresses may call. */
@NullMarked
package io.turnpike.gateway.plugin.iprestriction;

import org.jspecify.annotations.NullMarked;
