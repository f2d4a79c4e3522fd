/**
 * The doors of the data plane: the filter for what is streamed, the catch-all JAX-RS resource for the rest, and the exception mappers.
 *
 * <p>Resources parse and delegate, nothing else.
 */
@NullMarked
package io.turnpike.gateway.web;

import org.jspecify.annotations.NullMarked;
