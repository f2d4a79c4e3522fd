/** The plugin {@code router} of reference 003: sends requests elsewhere by a value that they have. */
@NullMarked
package io.turnpike.gateway.plugin.router;

import org.jspecify.annotations.NullMarked;
