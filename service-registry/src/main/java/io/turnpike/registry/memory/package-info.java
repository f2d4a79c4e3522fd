/** The registry that needs no other server: instances live in this process and are gone with it. */
@NullMarked
package io.turnpike.registry.memory;

import org.jspecify.annotations.NullMarked;
