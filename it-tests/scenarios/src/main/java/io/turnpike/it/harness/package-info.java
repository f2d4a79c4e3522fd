/**
 * What it takes to watch a gateway from outside: HTTP calls, server processes, the Python Thrift peer, hostile backends. Knows
 * no test framework's life cycle and no class of the gateway.
 */
@NullMarked
package io.turnpike.it.harness;

import org.jspecify.annotations.NullMarked;
