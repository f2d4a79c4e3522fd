/**
 * What {@code ./turnpike config} does: the configuration of a running gateway as a file. Speaks to the gateway by HTTP alone, as anybody
 * may. In a jar of its own beside the libraries that it needs; nothing of it is in the WARs, and nothing here knows
 * {@code serverconfig.json}.
 */
@NullMarked
package io.turnpike.command;

import org.jspecify.annotations.NullMarked;
