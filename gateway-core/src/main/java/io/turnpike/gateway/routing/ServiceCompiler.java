package io.turnpike.gateway.routing;

import io.turnpike.gateway.exchange.Counted;
import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.idl.DeclarationFinder;
import io.turnpike.thrift.idl.Diagnostic;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns service definitions into compiled services; every fault of one is found in one go. Stateless. */
public final class ServiceCompiler {

    private static final String MAIN = "IdlContent";

    /**
     * Compiles a definition.
     *
     * @return a compiled service without faults
     * @throws GatewayException ({@code INVALID_REGISTRATION}) with every fault; pointers are relative to the service's object
     *     in a registration: {@code /IdlContent} (with line and column), {@code /IdlIncludes/name}, {@code /Paths/0/ExposedMethod},
     *     {@code /Paths/0/MethodPath}
     */
    public CompiledService compile(ServiceDefinition definition) throws GatewayException {
        return compile(definition, new IdlMemory());
    }

    /**
     * Compiles one of several definitions.
     *
     * @param memory what has been read for those before it
     * @return a compiled service without faults
     * @throws GatewayException as {@link #compile(ServiceDefinition)}
     */
    public CompiledService compile(ServiceDefinition definition, IdlMemory memory) throws GatewayException {
        CompiledService compiled = compile(definition, memory, true);
        if (compiled.schema().isPresent()) {
            // Only of what is registered now: what an earlier version took goes on working, if it is not unsafe.
            List<Fault> faults =
                    places(definition, BindingCheck.of(compiled.schema().get()));
            compiled = faults.isEmpty() ? compiled : broken(definition, faults);
        }
        if (!compiled.faults().isEmpty()) {
            throw new GatewayException(
                    GatewayError.INVALID_REGISTRATION,
                    "The service " + definition.serviceName() + " has "
                            + Counted.of(compiled.faults().size(), "fault"),
                    compiled.faults(),
                    Map.of());
        }
        return compiled;
    }

    /** Compiles a definition that comes from the store: one that cannot be used becomes a broken service, with its faults. */
    public CompiledService compileStored(ServiceDefinition definition) {
        return compileStored(definition, new IdlMemory());
    }

    /**
     * Compiles one of several definitions that come from the store; see {@link #compileStored(ServiceDefinition)}.
     *
     * @param memory what has been read for those before it
     */
    public CompiledService compileStored(ServiceDefinition definition, IdlMemory memory) {
        CompiledService compiled = compile(definition, memory, false);
        if (compiled.schema().isEmpty()) {
            return compiled;
        }
        List<Fault> faults =
                places(definition, ReplyNames.faults(compiled.schema().get()));
        return faults.isEmpty() ? compiled : broken(definition, faults);
    }

    /** @param strict whether a path that annotations of the IDL give breaks the service too, if it cannot be used */
    private static CompiledService compile(ServiceDefinition definition, IdlMemory memory, boolean strict) {
        if (definition.suspended()) {
            return new CompiledService(definition, Optional.empty(), List.of());
        }
        try {
            ThriftSchema schema = memory.schema(sources(definition));
            Optional<ServiceSchema> service = schema.service(definition.serviceName());
            if (service.isEmpty()) {
                return broken(
                        definition, List.of(Fault.at("/IdlContent", "The IDL declares no service (expected: one)")));
            }
            List<Fault> faults = ServicePaths.resolve(definition.paths(), service.get()).faults().stream()
                    .filter(fault -> strict || fault.pointer().startsWith("/Paths"))
                    .toList();
            return faults.isEmpty() ? new CompiledService(definition, service, List.of()) : broken(definition, faults);
        } catch (IdlException e) {
            return broken(
                    definition,
                    e.diagnostics().stream().map(ServiceCompiler::fault).toList());
        }
    }

    private static IdlSources sources(ServiceDefinition definition) {
        return new IdlSources(MAIN, definition.idl(), definition.includes());
    }

    private static List<Fault> places(ServiceDefinition definition, List<BindingCheck.Misfit> misfits) {
        if (misfits.isEmpty()) {
            return List.of();
        }
        DeclarationFinder finder = new DeclarationFinder(sources(definition));
        return misfits.stream().map(misfit -> fault(misfit, finder)).toList();
    }

    private static Fault fault(BindingCheck.Misfit misfit, DeclarationFinder finder) {
        Optional<Diagnostic> place;
        if (misfit.field().isEmpty()) {
            place = finder.method(misfit.owner(), misfit.message());
        } else if (misfit.argument()) {
            place = finder.argument(misfit.owner(), misfit.field(), misfit.message());
        } else {
            place = finder.field(misfit.owner(), misfit.field(), misfit.message());
        }
        return place.map(ServiceCompiler::fault).orElseGet(() -> Fault.at("/IdlContent", misfit.message()));
    }

    private static CompiledService broken(ServiceDefinition definition, List<Fault> faults) {
        return new CompiledService(definition, Optional.empty(), faults);
    }

    private static Fault fault(Diagnostic diagnostic) {
        String file = diagnostic.location().file();
        String pointer = file.equals(MAIN)
                ? "/IdlContent"
                : "/IdlIncludes/" + file.replace("~", "~0").replace("/", "~1");
        String source = diagnostic.sourceLine().strip();
        return new Fault(
                pointer,
                diagnostic.message() + (source.isEmpty() ? "" : " in: " + source),
                null,
                diagnostic.location().line(),
                diagnostic.location().column());
    }
}
