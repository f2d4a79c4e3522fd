/** The plugin {@code redirect}: answers that lead elsewhere. */
@NullMarked
package io.turnpike.gateway.plugin.redirect;

import org.jspecify.annotations.NullMarked;
