/** The plugin {@code mock}: answers without an upstream. */
@NullMarked
package io.turnpike.gateway.plugin.mock;

import org.jspecify.annotations.NullMarked;
