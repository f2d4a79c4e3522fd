/**
 * What the built-in plugins have in common: how they come by their schema, how they tell faults, and the rules of reference 003. Nothing here
 * belongs to one plugin alone, and nothing here knows the engine.
 */
@NullMarked
package io.turnpike.gateway.plugin.common;

import org.jspecify.annotations.NullMarked;
