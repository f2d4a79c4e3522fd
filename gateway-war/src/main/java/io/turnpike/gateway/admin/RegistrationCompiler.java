package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.RegistrationRequest.OwnerEntry;
import io.turnpike.gateway.admin.RegistrationRequest.ServiceEntry;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.IdlMemory;
import io.turnpike.gateway.routing.ServiceCompiler;
import io.turnpike.gateway.routing.ServiceDefinition;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Compiles what is registered: services of a request, whose faults refuse it, and services of the store, which are kept. */
final class RegistrationCompiler {

    private static final System.Logger LOG = System.getLogger(RegistrationCompiler.class.getName());

    private final ServiceCompiler compiler;

    RegistrationCompiler(ServiceCompiler compiler) {
        this.compiler = compiler;
    }

    /**
     * Compiles the services of a request; see {@link #compileAll}.
     *
     * @throws GatewayException with all faults, if there are any
     */
    Map<ServiceDefinition, CompiledService> compile(
            List<OwnerEntry> entries, RegistrationState now, Predicate<String> stays, FaultList faults)
            throws GatewayException {
        Map<ServiceDefinition, CompiledService> compiled = compileAll(entries, now, stays, faults);
        faults.throwIfAny();
        return compiled;
    }

    /**
     * Compiles the services of a request, as far as that goes.
     *
     * @param stays whether an owner, by its id, is as it is in {@code now} afterwards, so that it keeps its names
     * @param faults what is wrong with the request so far; gets what else is
     * @return those that are not compiled already as they are to be
     */
    Map<ServiceDefinition, CompiledService> compileAll(
            List<OwnerEntry> entries, RegistrationState now, Predicate<String> stays, FaultList faults) {
        Map<ServiceDefinition, CompiledService> compiled = new HashMap<>();
        IdlMemory memory = new IdlMemory();
        for (OwnerEntry owner : entries) {
            for (ServiceEntry entry : owner.services()) {
                String name = entry.service().serviceName();
                if (name.equals(Names.REGISTRY_PROXY)) {
                    continue;
                }
                now.service(name)
                        .map(taken -> taken.definition().ownerId())
                        .filter(other -> !other.equals(owner.ownerId()) && stays.test(other))
                        .ifPresent(other -> faults.conflict(
                                entry.pointer() + "/ServiceName", "ServiceName " + name + " belongs to another owner"));
                compile(entry, owner.ownerId(), now, memory, faults, compiled);
            }
        }
        return compiled;
    }

    private void compile(
            ServiceEntry entry,
            String ownerId,
            RegistrationState now,
            IdlMemory memory,
            FaultList faults,
            Map<ServiceDefinition, CompiledService> compiled) {
        ServiceDefinition definition = entry.service().definition(ownerId);
        if (now.compiled(definition).filter(same -> same.faults().isEmpty()).isPresent()) {
            return;
        }
        try {
            compiled.put(definition, compiler.compile(definition, memory));
        } catch (GatewayException e) {
            // What could not even be read, such as an element of Paths, is not reported a second time for what it
            // lacks.
            e.faults().stream()
                    .filter(fault -> !faults.touches(entry.pointer() + Pointers.topElement(fault.pointer())))
                    .toList()
                    .forEach(fault -> faults.add(e.error(), Pointers.below(entry.pointer(), fault)));
        }
    }

    /**
     * What compiles services of the store, as many as are read at once: an IDL text that several have is read once. One that cannot be
     * used is logged and becomes a broken one. For one thread.
     */
    Function<ServiceDefinition, CompiledService> stored() {
        IdlMemory memory = new IdlMemory();
        return definition -> stored(definition, memory);
    }

    private CompiledService stored(ServiceDefinition definition, IdlMemory memory) {
        CompiledService service = compiler.compileStored(definition, memory);
        if (!service.faults().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "The stored service {0} cannot be served until it is updated: {1}",
                    definition.serviceName(),
                    service.faults().get(0).detail());
        }
        return service;
    }
}
