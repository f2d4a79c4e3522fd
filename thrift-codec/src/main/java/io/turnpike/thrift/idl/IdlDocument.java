package io.turnpike.thrift.idl;

import java.util.List;
import java.util.Set;

/**
 * One parsed IDL text.
 *
 * @param declarations in the order of the text
 * @param damaged names of declarations that could not be read; that they are missing is no further fault
 * @param truncated whether part of the text could not be read at all
 */
public record IdlDocument(
        SourceText source,
        List<IncludeDeclaration> includes,
        List<NamespaceDeclaration> namespaces,
        List<Declaration> declarations,
        Set<String> damaged,
        boolean truncated) {}
