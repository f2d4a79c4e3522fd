/**
 * The JAX-RS door of the data plane: the catch-all resource and the exception mappers.
 *
 * <p>Resources parse and delegate, nothing else.
 */
@NullMarked
package io.turnpike.gateway.web;

import org.jspecify.annotations.NullMarked;
