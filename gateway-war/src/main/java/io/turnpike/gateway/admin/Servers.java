package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.CompiledService;
import io.turnpike.gateway.routing.NearestName;
import io.turnpike.registry.HandOver;
import io.turnpike.registry.RegistryUnavailableException;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistrar;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Connects servers, takes their heartbeats, lets them leave: who may, and the gateway's own work. Immutable, safe for use by
 * several threads at once.
 */
final class Servers {

    private static final int WEIGHT = 1;

    private final Registrations registrations;
    private final ServiceRegistrar registrar;
    private final ServerIdCodec serverIds;
    private final Admission admission;
    private final Clock clock;
    private final boolean sharedRegistry;

    /** @param sharedRegistry whether a RegistryProxy can be in the registry */
    Servers(
            Registrations registrations,
            ServiceRegistrar registrar,
            ServerIdCodec serverIds,
            Admission admission,
            Clock clock,
            boolean sharedRegistry) {
        this.registrations = registrations;
        this.registrar = registrar;
        this.serverIds = serverIds;
        this.admission = admission;
        this.clock = clock;
        this.sharedRegistry = sharedRegistry;
    }

    /**
     * Connects a server: {@link #admit} and {@link #register}.
     *
     * @return its {@code ServerID}
     * @throws GatewayException as these
     */
    String connect(Caller caller, String serviceName, String address, int port) throws GatewayException {
        return register(caller, admit(caller, serviceName, address, port));
    }

    /** Who a {@code ServerID} was given to, for the log; empty if it was never given. Whether the server is alive is not asked. */
    String holderOf(String serverId) {
        return serverIds.verify(serverId).map(Servers::describe).orElse("");
    }

    /**
     * Takes a heartbeat: {@link #beating} and {@link #heard}.
     *
     * @throws GatewayException as these
     */
    void heartbeat(Caller caller, String serverId) throws GatewayException {
        heard(caller, beating(caller, serverId));
    }

    /**
     * Requires that a caller may connect a server. A RegistryProxy is connected with the master key only, and only where the
     * registry is one that it can share.
     *
     * @param address in the form of {@link HostSyntax#normalise}
     * @return the server, without a {@code ServerID}
     * @throws GatewayException {@code SERVICE_NOT_FOUND}, {@code FORBIDDEN}, {@code NOT_READY}
     */
    ServiceInstance admit(Caller caller, String serviceName, String address, int port) throws GatewayException {
        RegistrationState state = registrations.loadedState();
        if (sharedRegistry && serviceName.equals(HandOver.PROXY_SERVICE)) {
            requireMaster(caller);
            return server(serviceName, HandOver.PROXY_OWNER, admission.admitProxy(address), port);
        }
        CompiledService service = state.service(serviceName).orElseThrow(() -> noService(state, caller, serviceName));
        String ownerId = service.definition().ownerId();
        Access.require(caller, ownerId);
        return server(serviceName, ownerId, admission.admit(registered(state, serviceName), address, port), port);
    }

    private ServiceInstance server(String serviceName, String ownerId, String address, int port) {
        return new ServiceInstance("", serviceName, ownerId, address, port, WEIGHT, clock.instant());
    }

    /**
     * Puts a server that was admitted into the registry.
     *
     * @return its {@code ServerID}
     * @throws GatewayException {@code REGISTRY_UNAVAILABLE}
     */
    String register(Caller caller, ServiceInstance admitted) throws GatewayException {
        ServiceInstance instance = serverIds.issue(
                server(admitted.serviceName(), admitted.ownerId(), admitted.address(), admitted.port()));
        try {
            registrar.register(instance);
        } catch (RegistryUnavailableException e) {
            throw unavailable(e);
        }
        logConnected(caller, instance, "");
        return instance.serverId();
    }

    /**
     * Notes that a RegistryProxy has put a server that was admitted into the registry.
     *
     * @param instance with the {@code ServerID} that the proxy gave it
     * @return that {@code ServerID}
     */
    String registeredByProxy(Caller caller, ServiceInstance instance) {
        registrar.heardElsewhere(instance);
        logConnected(caller, instance, " by way of a RegistryProxy");
        return instance.serverId();
    }

    private static void logConnected(Caller caller, ServiceInstance instance, String way) {
        AdminLog.changed(
                "POST /connect", caller.author(), address(instance) + " connected to " + instance.serviceName() + way);
    }

    /**
     * Requires that a caller may send a server's heartbeat. A server that may not connect any more gets no more calls either.
     *
     * @return the server
     * @throws GatewayException {@code SERVER_NOT_FOUND}, also for a server that is known here to have left; {@code FORBIDDEN},
     *     {@code REGISTRY_UNAVAILABLE}
     */
    ServiceInstance beating(Caller caller, String serverId) throws GatewayException {
        RegistrationState state = registrations.loadedState();
        ServiceInstance instance = known(state, caller, serverId);
        try {
            instance = admitted(state, instance);
        } catch (RegistryUnavailableException e) {
            throw unavailable(e);
        }
        if (registrar.hasLeft(instance)) {
            throw gone().withLogNote(describe(instance));
        }
        return instance;
    }

    /**
     * Notes the heartbeat of a server in the registry.
     *
     * @throws GatewayException {@code SERVER_NOT_FOUND} if it has left; {@code REGISTRY_UNAVAILABLE}
     */
    void heard(Caller caller, ServiceInstance instance) throws GatewayException {
        try {
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

    /**
     * Notes that a RegistryProxy has noted the heartbeat of a server in the registry.
     *
     * @throws GatewayException {@code SERVER_NOT_FOUND} if the server has left meanwhile
     */
    void heardByProxy(ServiceInstance instance) throws GatewayException {
        if (registrar.hasLeft(instance)) {
            throw gone().withLogNote(describe(instance));
        }
        registrar.heardElsewhere(instance);
    }

    /** The instance by the address that it is to be known by from now on, if it is still let in; else it leaves. */
    private ServiceInstance admitted(RegistrationState state, ServiceInstance instance)
            throws GatewayException, RegistryUnavailableException {
        try {
            String address = isProxy(instance)
                    ? admission.admitProxyAgain(instance.address())
                    : admission.admitAgain(
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

    /** Whether a server is known by another address than the one in its {@code ServerID}, which is all that a proxy would see. */
    boolean hasOtherAddress(ServiceInstance instance) {
        return admission.restrictsNetworks()
                && serverIds
                        .verify(instance.serverId())
                        .filter(given -> given.address().equals(instance.address()))
                        .isEmpty();
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
                .filter(server -> isProxy(server)
                        || state.service(server.serviceName())
                                .filter(service ->
                                        service.definition().ownerId().equals(server.ownerId()))
                                .isPresent());
        if (instance.isEmpty()) {
            throw new GatewayException(
                    GatewayError.SERVER_NOT_FOUND,
                    "This ServerID was never given, or its service is gone; connect again");
        }
        try {
            if (isProxy(instance.get())) {
                requireMaster(caller);
            } else {
                Access.require(caller, instance.get().ownerId());
            }
        } catch (GatewayException refused) {
            throw refused.withLogNote(describe(instance.get()));
        }
        return instance.get();
    }

    private boolean isProxy(ServiceInstance instance) {
        return sharedRegistry
                && instance.serviceName().equals(HandOver.PROXY_SERVICE)
                && instance.ownerId().equals(HandOver.PROXY_OWNER);
    }

    private static void requireMaster(Caller caller) throws GatewayException {
        if (!caller.isMaster()) {
            throw new GatewayException(GatewayError.FORBIDDEN, "A RegistryProxy is connected with the master key only");
        }
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
        return unavailable(String.valueOf(e.getMessage()));
    }

    /** The registry cannot do what it is asked for now. */
    static GatewayException unavailable(String detail) {
        return new GatewayException(GatewayError.REGISTRY_UNAVAILABLE, detail, List.of(), Map.of("Retry-After", "5"));
    }
}
