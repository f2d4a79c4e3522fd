/**
 * What an IDL means once every name is resolved: services, methods, structs, fields and types, immutable and shareable
 * between threads.
 *
 * <p>Made from {@link io.turnpike.thrift.idl} by the linker. No bytes and no JSON here.
 */
@NullMarked
package io.turnpike.thrift.schema;

import org.jspecify.annotations.NullMarked;
