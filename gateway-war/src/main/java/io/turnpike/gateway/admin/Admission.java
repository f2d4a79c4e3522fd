package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Which servers may connect: all, or only those that their owner registered ({@code connect: registered}); from everywhere, or
 * from some networks only ({@code serverNetworks}). A host name is looked up once, all its addresses must lie in the networks,
 * and the server is known by the first of them from then on, so that what the name means later cannot lead elsewhere. Immutable.
 */
final class Admission {

    private static final Map<String, String> RETRY = Map.of("Retry-After", "5");

    private final boolean registeredOnly;
    private final List<CidrBlock> networks;
    private final Resolver resolver;

    /** Looks host names up. */
    @FunctionalInterface
    interface Resolver {

        /** All addresses of a name, one or more; of a literal, itself. */
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** @throws IllegalArgumentException if a network is no CIDR block */
    Admission(boolean registeredOnly, List<String> networks) {
        this(registeredOnly, networks, InetAddress::getAllByName);
    }

    Admission(boolean registeredOnly, List<String> networks, Resolver resolver) {
        this.registeredOnly = registeredOnly;
        this.networks = networks.stream().map(CidrBlock::of).toList();
        this.resolver = resolver;
    }

    /**
     * The address by which to know a server.
     *
     * @throws GatewayException {@code FORBIDDEN}
     */
    String admit(RegisteredService service, String address, int port) throws GatewayException {
        if (registeredOnly && !isRegistered(service, address, port)) {
            throw notRegistered(service, address, port);
        }
        return admitProxy(address);
    }

    /**
     * The address by which to know a RegistryProxy, which nobody registers: only the networks count.
     *
     * @throws GatewayException {@code FORBIDDEN}
     */
    String admitProxy(String address) throws GatewayException {
        try {
            return withinNetworks(address);
        } catch (UnknownHostException e) {
            throw new GatewayException(GatewayError.FORBIDDEN, address + " cannot be looked up");
        }
    }

    /** Whether servers are let in by their networks, and so known by address. */
    boolean restrictsNetworks() {
        return !networks.isEmpty();
    }

    /** Names and addresses are compared in their plain form, so that {@code [::1]} is {@code 0:0:0:0:0:0:0:1}. */
    private static boolean isRegistered(RegisteredService service, String address, int port) {
        return service.registeredServers().stream()
                .filter(server -> server.port() == port)
                .flatMap(server -> HostSyntax.normalise(server.host()).stream())
                .anyMatch(address::equals);
    }

    /**
     * The address by which to know a server that was let in before, and still is. Where networks are restricted it is an IP address, so
     * a registered name is looked up: it lets in the addresses that it means now, and all while it cannot be looked up. A server that
     * connected by name before networks were restricted is known by its address from now on.
     *
     * @throws GatewayException {@code FORBIDDEN}; {@code LOOKUP_FAILED} if its own name cannot be looked up, which may pass
     */
    String admitAgain(RegisteredService service, String address, int port) throws GatewayException {
        if (registeredOnly && !isRegistered(service, address, port) && !isRegisteredByName(service, address, port)) {
            throw notRegistered(service, address, port);
        }
        return admitProxyAgain(address);
    }

    /**
     * As {@link #admitAgain}, for a RegistryProxy: only the networks count.
     *
     * @throws GatewayException {@code FORBIDDEN}; {@code LOOKUP_FAILED}
     */
    String admitProxyAgain(String address) throws GatewayException {
        try {
            return withinNetworks(address);
        } catch (UnknownHostException e) {
            throw new GatewayException(
                    GatewayError.LOOKUP_FAILED,
                    address + " cannot be looked up at the moment; try again",
                    List.of(),
                    RETRY);
        }
    }

    private boolean isRegisteredByName(RegisteredService service, String address, int port) {
        return HostSyntax.literal(address).isPresent()
                && service.registeredServers().stream()
                        .filter(server -> server.port() == port)
                        .flatMap(server -> HostSyntax.normalise(server.host()).stream())
                        .filter(host -> HostSyntax.literal(host).isEmpty())
                        .anyMatch(name -> mayMean(name, address));
    }

    private boolean mayMean(String name, String address) {
        try {
            return Arrays.stream(resolver.addresses(name))
                    .anyMatch(found -> found.getHostAddress().equals(address));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    private static GatewayException notRegistered(RegisteredService service, String address, int port) {
        return new GatewayException(
                GatewayError.FORBIDDEN,
                address + ":" + port + " is none of the RegisteredServers of " + service.serviceName());
    }

    private String withinNetworks(String address) throws GatewayException, UnknownHostException {
        if (networks.isEmpty()) {
            return address;
        }
        InetAddress[] found = resolver.addresses(address);
        for (InetAddress one : found) {
            if (networks.stream().noneMatch(network -> network.contains(one))) {
                throw new GatewayException(
                        GatewayError.FORBIDDEN, address + " is outside of the networks that servers may be in");
            }
        }
        return found[0].getHostAddress();
    }
}
