package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.ServiceDeclaration;
import org.jspecify.annotations.Nullable;

/** A service while it is being linked. Identity counts. */
final class ServiceSymbol {

    final FileScope file;
    final ServiceDeclaration declaration;
    private @Nullable ServiceSchema schema;

    ServiceSymbol(FileScope file, ServiceDeclaration declaration) {
        this.file = file;
        this.declaration = declaration;
    }

    /** What it is; null as long as that is unknown, for ever if it is faulty. */
    @Nullable
    ServiceSchema schema() {
        return schema;
    }

    void resolve(ServiceSchema resolved) {
        schema = resolved;
    }
}
