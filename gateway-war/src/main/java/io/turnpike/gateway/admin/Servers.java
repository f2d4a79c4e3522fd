package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.NearestName;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connects servers, takes their heartbeats, lets them leave. Immutable, safe for use by several threads at once. */
final class Servers {

    private static final int WEIGHT = 1;

    private final Registrations registrations;
    private final ServiceRegistrar registrar;
    private final ServerIdCodec serverIds;
    private final Admission admission;
    private final Clock clock;

    Servers(
            Registrations registrations,
            ServiceRegistrar registrar,
            ServerIdCodec serverIds,
            Admission admission,
            Clock clock) {
        this.registrations = registrations;
        this.registrar = registrar;
        this.serverIds = serverIds;
        this.admission = admission;
        this.clock = clock;
    }

    /**
     * Connects a server.
     *
     * @param address in the form of {@link HostSyntax#normalise}
     * @return its {@code ServerID}
     * @throws GatewayException {@code SERVICE_NOT_FOUND}, {@code FORBIDDEN}, {@code REGISTRY_UNAVAILABLE}, {@code NOT_READY}
     */
    String connect(Caller caller, String serviceName, String address, int port) throws GatewayException {
        RegistrationState state = registrations.loadedState();
        CompiledService service = state.service(serviceName).orElseThrow(() -> noService(state, caller, serviceName));
        String ownerId = service.definition().ownerId();
        Access.require(caller, ownerId);
        String admitted = admission.admit(registered(state, serviceName), address, port);
        ServiceInstance instance =
                serverIds.issue(new ServiceInstance("", serviceName, ownerId, admitted, port, WEIGHT, clock.instant()));
        try {
            registrar.register(instance);
        } catch (RegistryUnavailableException e) {
            throw unavailable(e);
        }
        AdminLog.changed("POST /connect", caller.author(), address(instance) + " connected to " + serviceName);
        return instance.serverId();
    }

    /**
     * Takes a heartbeat. A server that may not connect any more gets no more calls either.
     *
     * @throws GatewayException {@code SERVER_NOT_FOUND}, {@code FORBIDDEN}, {@code REGISTRY_UNAVAILABLE}
     */
    void heartbeat(Caller caller, String serverId) throws GatewayException {
        RegistrationState state = registrations.loadedState();
        ServiceInstance instance = known(state, caller, serverId);
        try {
            instance = admitted(state, instance);
            switch (registrar.heartbeat(instance)) {
                case KEPT -> {
                    // Nothing to tell.
                }
                case PUT_BACK ->
                    AdminLog.changed(
                            "POST /health",
                            caller.author(),
                            address(instance) + " put back to " + instance.serviceName() + " by its heartbeat");
                case LEFT -> throw gone().withLogNote(describe(instance));
            }
        } catch (RegistryUnavailableException e) {
            throw unavailable(e);
        }
    }

    /** The instance by the address that it is to be known by from now on, if it is still let in; else it leaves. */
    private ServiceInstance admitted(RegistrationState state, ServiceInstance instance)
            throws GatewayException, RegistryUnavailableException {
        try {
            String address = admission.admitAgain(
                    registered(state, instance.serviceName()), instance.address(), instance.port());
            return address.equals(instance.address()) ? instance : at(address, instance);
        } catch (GatewayException refused) {
            if (refused.error() != GatewayError.FORBIDDEN) {
                throw refused.withLogNote(describe(instance));
            }
            boolean unused = registrar.leave(instance);
            throw refused.withLogNote(describe(instance) + " gets no calls any more");
        }
    }

    private static ServiceInstance at(String address, ServiceInstance instance) {
        return new ServiceInstance(
                instance.serverId(),
                instance.serviceName(),
                instance.ownerId(),
                address,
                instance.port(),
                instance.weight(),
                instance.connectedAt());
    }

    /**
     * Lets a server leave.
     *
     * @throws GatewayException as {@link #heartbeat}
     */
    void leave(Caller caller, String serverId) throws GatewayException {
        ServiceInstance instance = known(registrations.loadedState(), caller, serverId);
        try {
            if (!registrar.leave(instance)) {
                throw gone().withLogNote(describe(instance));
            }
        } catch (RegistryUnavailableException e) {
            throw unavailable(e).withLogNote(describe(instance));
        }
        AdminLog.changed("DELETE /connect", caller.author(), describe(instance) + " left");
    }

    /** The server of a token, if it was given by us and its service is still the same owner's. */
    private ServiceInstance known(RegistrationState state, Caller caller, String serverId) throws GatewayException {
        Optional<ServiceInstance> instance = serverIds
                .verify(serverId)
                .filter(server -> state.service(server.serviceName())
                        .filter(service -> service.definition().ownerId().equals(server.ownerId()))
                        .isPresent());
        if (instance.isEmpty()) {
            throw new GatewayException(
                    GatewayError.SERVER_NOT_FOUND,
                    "This ServerID was never given, or its service is gone; connect again");
        }
        try {
            Access.require(caller, instance.get().ownerId());
        } catch (GatewayException refused) {
            throw refused.withLogNote(describe(instance.get()));
        }
        return instance.get();
    }

    /** Only what the caller may connect to is proposed. */
    private static GatewayException noService(RegistrationState state, Caller caller, String serviceName) {
        List<String> own = state.services().stream()
                .filter(service -> caller.mayActFor(service.definition().ownerId()))
                .map(service -> service.definition().serviceName())
                .sorted()
                .toList();
        return new GatewayException(
                GatewayError.SERVICE_NOT_FOUND,
                "There is no service " + serviceName + NearestName.question(serviceName, own));
    }

    private static String describe(ServiceInstance instance) {
        return address(instance) + " of " + instance.serviceName();
    }

    private static String address(ServiceInstance instance) {
        return AdminLog.server(instance.address(), instance.port());
    }

    private static RegisteredService registered(RegistrationState state, String serviceName) throws GatewayException {
        return state.registered(serviceName)
                .orElseThrow(() ->
                        new GatewayException(GatewayError.SERVICE_NOT_FOUND, "There is no service " + serviceName));
    }

    private static GatewayException gone() {
        return new GatewayException(GatewayError.SERVER_NOT_FOUND, "The server has left; connect again");
    }

    private static GatewayException unavailable(RegistryUnavailableException e) {
        return new GatewayException(
                GatewayError.REGISTRY_UNAVAILABLE,
                String.valueOf(e.getMessage()),
                List.of(),
                Map.of("Retry-After", "5"));
    }
}
