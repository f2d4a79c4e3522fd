/** The plugin {@code traffic-split}: shares of the requests go elsewhere, for canary and blue-green releases and A/B tests. */
@NullMarked
package io.turnpike.gateway.plugin.trafficsplit;

import org.jspecify.annotations.NullMarked;
