package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import java.util.List;
import java.util.Optional;

/**
 * All that an IDL says about services.
 *
 * @param services the services that the main text declares, in its order
 */
public record ThriftSchema(List<ServiceSchema> services) {

    public ThriftSchema {
        services = List.copyOf(services);
    }

    /**
     * Parses and links an IDL.
     *
     * @throws IdlException if it cannot be used; lists every fault found
     */
    public static ThriftSchema compile(IdlSources sources) throws IdlException {
        return Linker.link(sources);
    }

    /** The service of this name; if there is none, the last one declared, as Kitex does; empty if there is no service. */
    public Optional<ServiceSchema> service(String name) {
        Optional<ServiceSchema> last = Optional.empty();
        for (ServiceSchema service : services) {
            if (service.name().equals(name)) {
                return Optional.of(service);
            }
            last = Optional.of(service);
        }
        return last;
    }
}
