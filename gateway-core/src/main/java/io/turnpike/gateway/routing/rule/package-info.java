/**
 * What routes ask of a request: path, host, verb, client address, headers, cookies and query. Definitions as operators write them,
 * their check, and the matchers that they become.
 *
 * <p>One rule at a time: which of several wins, and what answers, is decided in {@code routing}. Nothing here does I/O; no name is
 * ever looked up.
 */
@NullMarked
package io.turnpike.gateway.routing.rule;

import org.jspecify.annotations.NullMarked;
