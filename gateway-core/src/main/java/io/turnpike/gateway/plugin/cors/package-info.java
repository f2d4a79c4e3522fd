/** The plugin {@code cors}: which pages of other origins may call (WHATWG Fetch, section 3.3). */
@NullMarked
package io.turnpike.gateway.plugin.cors;

import org.jspecify.annotations.NullMarked;
