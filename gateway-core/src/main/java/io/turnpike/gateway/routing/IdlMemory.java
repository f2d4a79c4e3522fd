package io.turnpike.gateway.routing;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ThriftSchema;
import java.util.HashMap;
import java.util.Map;

/**
 * What IDL texts mean, by the texts, so that of many services with one text it is read once, and held once. To be dropped when all that
 * come together are compiled: it holds whatever it has read. Not safe for use by several threads at once.
 */
public final class IdlMemory {

    private final Map<IdlSources, ThriftSchema> schemas = new HashMap<>();

    /** @throws IdlException if the IDL cannot be used; lists every fault found */
    ThriftSchema schema(IdlSources sources) throws IdlException {
        ThriftSchema known = schemas.get(sources);
        if (known == null) {
            known = ThriftSchema.compile(sources);
            schemas.put(sources, known);
        }
        return known;
    }
}
