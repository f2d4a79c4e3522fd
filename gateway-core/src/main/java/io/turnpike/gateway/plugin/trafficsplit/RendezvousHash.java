package io.turnpike.gateway.plugin.trafficsplit;

import java.util.List;

/**
 * Chooses by a text, the same for the same text, on all nodes: weighted rendezvous hashing (Thaler and Ravishankar, "Using name-based mappings
 * to increase hit rates", 1998; the weights are those of Schindelhauer and Schomaker, "Weighted distributed hash tables", 2005). Each choice
 * gets the score {@code -weight / ln(h)}, h being a hash of text and choice in (0, 1); the highest wins. When a weight grows, or a choice
 * comes, only as many texts move as must, and all of them to it. Immutable.
 */
final class RendezvousHash {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** So many bits a double's fraction has. */
    private static final int FRACTION_BITS = 53;

    private final List<Choice> choices;
    private final long[] seeds;

    /** @param choices one at least */
    RendezvousHash(List<Choice> choices) {
        this.choices = choices;
        this.seeds = choices.stream().mapToLong(choice -> hash(choice.id())).toArray();
    }

    Choice choose(String text) {
        long key = hash(text);
        Choice best = choices.get(0);
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < seeds.length; i++) {
            double score = -choices.get(i).weight() / Math.log(unit(mixed(key ^ seeds[i])));
            if (score > highest) {
                highest = score;
                best = choices.get(i);
            }
        }
        return best;
    }

    /** In (0, 1), of the upper bits. */
    private static double unit(long hash) {
        return ((hash >>> (Long.SIZE - FRACTION_BITS)) + 0.5) / (1L << FRACTION_BITS);
    }

    /** FNV-1a (draft-eastlake-fnv) over the text's UTF-16, mixed, as its upper bits alone are no good hash. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            hash = (hash ^ (c & 0xff)) * FNV_PRIME;
            hash = (hash ^ (c >> 8)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** The finalizer of MurmurHash3 (64 bits): every bit of the result depends on every bit. */
    private static long mixed(long hash) {
        long mixed = hash;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
