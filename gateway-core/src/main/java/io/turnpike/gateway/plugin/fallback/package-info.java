/** The plugin {@code fallback} of reference 003: where requests go after an error. */
@NullMarked
package io.turnpike.gateway.plugin.fallback;

import org.jspecify.annotations.NullMarked;
