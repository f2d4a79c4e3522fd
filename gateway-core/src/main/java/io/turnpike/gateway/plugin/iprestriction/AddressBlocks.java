package io.turnpike.gateway.plugin.iprestriction;

import io.turnpike.gateway.routing.rule.NetworkBlock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A set of blocks of addresses. An address is looked up once for each length of prefix that occurs, however many blocks there are. Immutable.
 */
final class AddressBlocks {

    private final Map<Integer, List<Prefixes>> byAddressBytes = new HashMap<>();

    AddressBlocks(Collection<NetworkBlock> blocks) {
        for (NetworkBlock block : blocks) {
            byte[] network = block.network();
            List<Prefixes> ofLength = byAddressBytes.computeIfAbsent(network.length, bytes -> new ArrayList<>());
            Prefixes prefixes = ofLength.stream()
                    .filter(each -> each.bits == block.prefixBits())
                    .findFirst()
                    .orElse(null);
            if (prefixes == null) {
                prefixes = new Prefixes(block.prefixBits());
                ofLength.add(prefixes);
            }
            prefixes.networks.add(ByteBuffer.wrap(network));
        }
    }

    boolean isEmpty() {
        return byAddressBytes.isEmpty();
    }

    /** Whether an address, of 4 or 16 bytes, is in one of the blocks. */
    boolean contains(byte[] address) {
        for (Prefixes prefixes : byAddressBytes.getOrDefault(address.length, List.of())) {
            if (prefixes.contain(address)) {
                return true;
            }
        }
        return false;
    }

    /** Blocks with prefixes of one length. */
    private static final class Prefixes {
        private final int bits;
        private final Set<ByteBuffer> networks = new HashSet<>();

        private Prefixes(int bits) {
            this.bits = bits;
        }

        private boolean contain(byte[] address) {
            byte[] network = new byte[address.length];
            int whole = bits / 8;
            System.arraycopy(address, 0, network, 0, whole);
            if (bits % 8 > 0) {
                network[whole] = (byte) (address[whole] & 0xFF00 >> bits % 8);
            }
            return networks.contains(ByteBuffer.wrap(network));
        }
    }
}
