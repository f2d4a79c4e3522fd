/**
 * Serves a Thrift service from a schema and handlers, behind stock libthrift servers, without generated code.
 *
 * <p>Meant for servers that learn their IDL at run time, for examples and tests. The gateway's data plane does not use it.
 */
@NullMarked
package io.turnpike.thrift.server;

import org.jspecify.annotations.NullMarked;
