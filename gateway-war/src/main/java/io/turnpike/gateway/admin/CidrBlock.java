package io.turnpike.gateway.admin;

import java.net.InetAddress;

/** A block of IP addresses in CIDR notation (RFC 4632, RFC 4291), such as {@code 10.0.0.0/8} or {@code fd00::/8}. Immutable. */
final class CidrBlock {

    private final byte[] network;
    private final int prefixBits;

    private CidrBlock(byte[] network, int prefixBits) {
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * Reads a block; an address without prefix length is a block of one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static CidrBlock of(String text) {
        int slash = text.indexOf('/');
        String address = (slash < 0 ? text : text.substring(0, slash)).strip();
        try {
            byte[] network = HostSyntax.literal(address)
                    .orElseThrow(() -> malformed(text))
                    .getAddress();
            int bits = slash < 0
                    ? network.length * 8
                    : Integer.parseInt(text.substring(slash + 1).strip());
            if (bits < 0 || bits > network.length * 8) {
                throw malformed(text);
            }
            return new CidrBlock(network, bits);
        } catch (NumberFormatException e) {
            throw malformed(text);
        }
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("serverNetworks: " + text + " (expected: a CIDR block such as 10.0.0.0/8)");
    }

    boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != network[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        int mask = 0xFF00 >> rest & 0xFF;
        return rest == 0 || (bytes[whole] & mask) == (network[whole] & mask);
    }
}
