/**
 * The gateway's settings, read from MicroProfile Config and checked, as data.
 *
 * <p>Everybody may depend on it, so it depends on nobody but what has settings of its own ({@code upstream.thrift}, {@code routing.rule}, {@code pull}, the registry). Nothing
 * here acts on a setting.
 */
@NullMarked
package io.turnpike.gateway.settings;

import org.jspecify.annotations.NullMarked;
