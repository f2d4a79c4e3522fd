package io.turnpike.gateway.admin;

import io.turnpike.gateway.admin.model.RegisteredService;
import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which servers may connect: all, or only those that their owner registered ({@code connect: registered}); from everywhere, or
 * from some networks only ({@code serverNetworks}). A host name is looked up once, all its addresses must lie in the networks,
 * and the server is known by the first of them from then on, so that what the name means later cannot lead elsewhere. Immutable.
 */
final class Admission {

    private final boolean registeredOnly;
    private final List<CidrBlock> networks;

    /** @throws IllegalArgumentException if a network is no CIDR block */
    Admission(boolean registeredOnly, List<String> networks) {
        this.registeredOnly = registeredOnly;
        this.networks = networks.stream().map(CidrBlock::of).toList();
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
        return networks.isEmpty() ? address : withinNetworks(address);
    }

    /** Names and addresses are compared in their plain form, so that {@code [::1]} is {@code 0:0:0:0:0:0:0:1}. */
    private static boolean isRegistered(RegisteredService service, String address, int port) {
        return service.registeredServers().stream()
                .filter(server -> server.port() == port)
                .flatMap(server -> HostSyntax.normalise(server.host()).stream())
                .anyMatch(address::equals);
    }

    /**
     * Requires that a server that was let in before still is. Where networks are restricted it is known by its IP address, so
     * a registered name is looked up: it lets in the addresses that it means now, and all while it cannot be looked up.
     *
     * @throws GatewayException {@code FORBIDDEN}
     */
    void admitAgain(RegisteredService service, String address, int port) throws GatewayException {
        if (registeredOnly && !isRegistered(service, address, port) && !isRegisteredByName(service, address, port)) {
            throw notRegistered(service, address, port);
        }
        if (!networks.isEmpty()) {
            String unused = withinNetworks(address);
        }
    }

    private static boolean isRegisteredByName(RegisteredService service, String address, int port) {
        return HostSyntax.literal(address).isPresent()
                && service.registeredServers().stream()
                        .filter(server -> server.port() == port)
                        .flatMap(server -> HostSyntax.normalise(server.host()).stream())
                        .filter(host -> HostSyntax.literal(host).isEmpty())
                        .anyMatch(name -> mayMean(name, address));
    }

    private static boolean mayMean(String name, String address) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
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

    private String withinNetworks(String address) throws GatewayException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(address);
        } catch (UnknownHostException e) {
            throw new GatewayException(GatewayError.FORBIDDEN, address + " cannot be looked up");
        }
        for (InetAddress one : found) {
            if (networks.stream().noneMatch(network -> network.contains(one))) {
                throw new GatewayException(
                        GatewayError.FORBIDDEN, address + " is outside of the networks that servers may be in");
            }
        }
        return found[0].getHostAddress();
    }
}
