package io.turnpike.thrift.idl;

/**
 * {@code namespace scope name}.
 *
 * @param scope a language in any case, or {@code *}
 */
public record NamespaceDeclaration(int offset, String scope, String name) {}
