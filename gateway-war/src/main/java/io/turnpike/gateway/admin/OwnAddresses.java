package io.turnpike.gateway.admin;

import io.turnpike.gateway.routing.rule.NodeAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Tells whether an address is surely this gateway's: one of its ports on this machine. No name is looked up but {@code localhost}, which is
 * the loopback (RFC 6761, section 6.3). Safe for use by several threads at once.
 */
final class OwnAddresses implements Predicate<NodeAddress> {

    private final Set<Integer> ports;
    private final Supplier<List<InetAddress>> ofMachine;

    /** @param ports those that the gateway is reached at */
    OwnAddresses(Set<Integer> ports) {
        this(ports, OwnAddresses::ofInterfaces);
    }

    /** @param ofMachine the addresses of this machine; asked each time, as they change */
    OwnAddresses(Set<Integer> ports, Supplier<List<InetAddress>> ofMachine) {
        this.ports = Set.copyOf(ports);
        this.ofMachine = ofMachine;
    }

    @Override
    public boolean test(NodeAddress address) {
        return ports.contains(address.port())
                && (address.host().equals("localhost")
                        || HostSyntax.literal(address.host())
                                .filter(this::isOfMachine)
                                .isPresent());
    }

    /** A connect to the unspecified address ends here, too. */
    private boolean isOfMachine(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || ofMachine.get().contains(address);
    }

    private static List<InetAddress> ofInterfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            // Nothing is known for sure then.
            return List.of();
        }
    }
}
