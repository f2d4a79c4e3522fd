package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.Declaration;
import org.jspecify.annotations.Nullable;

/** A declared type while it is being linked. Identity counts. */
final class TypeSymbol {

    final FileScope file;
    final Declaration declaration;
    private @Nullable SizedType resolved;

    TypeSymbol(FileScope file, Declaration declaration) {
        this.file = file;
        this.declaration = declaration;
    }

    /** What it is; null as long as that is unknown, for ever if it is faulty. */
    @Nullable
    SizedType resolved() {
        return resolved;
    }

    void resolve(@Nullable SizedType type) {
        resolved = type;
    }
}
