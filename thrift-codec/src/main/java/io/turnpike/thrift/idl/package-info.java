/**
 * Thrift IDL text: lexer, parser, one record per declaration, source locations, collected diagnostics.
 *
 * <p>What a name refers to is not decided here (that is {@link io.turnpike.thrift.schema}); nothing here knows of bytes on
 * a wire or of JSON.
 */
@NullMarked
package io.turnpike.thrift.idl;

import org.jspecify.annotations.NullMarked;
