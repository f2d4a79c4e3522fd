/** Runs plugins around upstreams: what is here no plugin sees. */
@NullMarked
package io.turnpike.gateway.plugin.chain;

import org.jspecify.annotations.NullMarked;
