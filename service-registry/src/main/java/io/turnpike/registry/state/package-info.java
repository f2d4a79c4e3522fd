/**
 * What registries have in common inside: who has left, which listener is told what. No I/O, no threads, no product.
 */
@NullMarked
package io.turnpike.registry.state;

import org.jspecify.annotations.NullMarked;
