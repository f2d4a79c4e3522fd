package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.thrift.schema.ServiceSchema;
import java.util.List;
import java.util.Optional;

/**
 * A service definition together with what its IDL means; immutable and kept from one snapshot to the next while the
 * definition stays the same.
 *
 * @param definition what it was compiled from
 * @param schema the service as its IDL describes it; empty if the service is suspended or broken
 * @param faults why it cannot be used; empty unless it is broken (found so in the store, never accepted by a call)
 */
public record CompiledService(ServiceDefinition definition, Optional<ServiceSchema> schema, List<Fault> faults) {

    public CompiledService {
        faults = List.copyOf(faults);
    }
}
