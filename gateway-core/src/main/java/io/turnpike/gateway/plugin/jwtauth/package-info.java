/** The plugin {@code jwt-auth}: who the bearer of a JSON Web Token is (RFC 7519, RFC 6750). */
@NullMarked
package io.turnpike.gateway.plugin.jwtauth;

import org.jspecify.annotations.NullMarked;
