/** The plugin {@code access} of reference 003: who may not call what. */
@NullMarked
package io.turnpike.gateway.plugin.access;

import org.jspecify.annotations.NullMarked;
