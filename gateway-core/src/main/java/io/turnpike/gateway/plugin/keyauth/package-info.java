/** The plugin {@code key-auth}: which consumer a key is of. */
@NullMarked
package io.turnpike.gateway.plugin.keyauth;

import org.jspecify.annotations.NullMarked;
