package io.turnpike.gateway.routing.rule;

import java.util.Arrays;

/** A block of IP addresses in CIDR notation (RFC 4632, RFC 4291), of one address at least. Immutable. */
public final class NetworkBlock {

    /** The bits before the address in {@code ::ffff:10.0.0.1}, which is the IPv4 address, see {@link IpLiteral}. */
    private static final int IPV4_IN_IPV6 = 96;

    private final String text;
    private final byte[] network;
    private final int prefixBits;

    private NetworkBlock(String text, byte[] network, int prefixBits) {
        this.text = text;
        this.network = network;
        this.prefixBits = prefixBits;
    }

    /**
     * Reads a block, or an address, which is a block of one.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static NetworkBlock of(String text) {
        int slash = text.indexOf('/');
        byte[] network = IpLiteral.parse(slash < 0 ? text : text.substring(0, slash));
        if (network == null || text.indexOf('%') >= 0) {
            throw malformed(text);
        }
        int bits = network.length * 8;
        int inIpv6 = network.length == 4 && text.indexOf(':') >= 0 ? IPV4_IN_IPV6 : 0;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            boolean number =
                    !length.isEmpty() && length.length() < 4 && length.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!number || Integer.parseInt(length) > bits + inIpv6) {
                throw malformed(text);
            }
            if (Integer.parseInt(length) < inIpv6) {
                throw new IllegalArgumentException("\"" + text + "\" has more than the IPv4 addresses in IPv6"
                        + " (expected: a prefix length of " + IPV4_IN_IPV6 + " or more, or the block in IPv4)");
            }
            bits = Integer.parseInt(length) - inIpv6;
        }
        for (int bit = bits; bit < network.length * 8; bit++) {
            if ((network[bit / 8] & 0x80 >> bit % 8) != 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" has bits beyond its prefix length (expected: the first"
                                + " address of the block, or a longer prefix)");
            }
        }
        return new NetworkBlock(text, network, bits);
    }

    /** The first address of the block: 4 bytes of IPv4, 16 of IPv6. */
    public byte[] network() {
        return network.clone();
    }

    /** So many bits all its addresses have in common with the first. */
    public int prefixBits() {
        return prefixBits;
    }

    /** Whether an address, as {@link IpLiteral} reads it, is in the block. */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        int whole = prefixBits / 8;
        if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
            return false;
        }
        int mask = 0xFF00 >> prefixBits % 8 & 0xFF;
        return mask == 0 || (address[whole] & mask) == (network[whole] & mask);
    }

    /** Whether every address of the other block is in this one. */
    boolean covers(NetworkBlock other) {
        return prefixBits <= other.prefixBits && contains(other.network);
    }

    @Override
    public String toString() {
        return text;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is no block of addresses (expected: an IP address, or CIDR such as 10.0.0.0/8 or fd00::/8)");
    }
}
