/**
 * Where registrations are kept: revisions, the view of them, MongoDB and the embedded store.
 *
 * <p>The only package that knows MongoDB.
 */
@NullMarked
package io.turnpike.gateway.persistence;

import org.jspecify.annotations.NullMarked;
