/**
 * Who is alive where: what a registry of service instances does, whichever product keeps it.
 *
 * <p>Implementations stand in packages of their own below. Nothing here knows of Thrift, of HTTP or of who may connect.
 */
@NullMarked
package io.turnpike.registry;

import org.jspecify.annotations.NullMarked;
