/** How plugins are configured, apart from what they do: routes have configurations, too, and know nothing of plugins. */
@NullMarked
package io.turnpike.gateway.plugin.configuration;

import org.jspecify.annotations.NullMarked;
