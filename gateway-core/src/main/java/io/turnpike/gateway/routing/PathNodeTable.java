package io.turnpike.gateway.routing;

import io.turnpike.gateway.routing.rule.RequestPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hash tables of nodes by the literal that their edge begins with: open addressing, linear probing, at most half full, so that a lookup
 * reads one place of the table and the node that it finds. An array is the whole table; nobody changes it once it is made. Stateless.
 */
final class PathNodeTable {

    /** The table without nodes. */
    static final @Nullable PathNode[] EMPTY = {};

    private PathNodeTable() {}

    /** The table of these nodes, whose edges begin with different literals. */
    static @Nullable PathNode[] of(Collection<PathNode> nodes) {
        if (nodes.isEmpty()) {
            return EMPTY;
        }
        @Nullable PathNode[] table = new @Nullable PathNode[2 * Integer.highestOneBit(2 * nodes.size())];
        for (PathNode node : nodes) {
            int slot = node.hash() & table.length - 1;
            while (table[slot] != null) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = node;
        }
        return table;
    }

    /** The node whose edge begins with a segment of a path; null if there is none. */
    static @Nullable PathNode find(@Nullable PathNode[] table, RequestPath path, int index) {
        if (table.length == 0) {
            return null;
        }
        int hash = path.hash(index);
        int slot = hash & table.length - 1;
        PathNode node = table[slot];
        while (node != null && !(node.hash() == hash && PathEdge.begins(node.edge(), path, index))) {
            slot = slot + 1 & table.length - 1;
            node = table[slot];
        }
        return node;
    }

    /** The node whose edge begins with a literal; null if there is none. */
    static @Nullable PathNode find(@Nullable PathNode[] table, String literal) {
        if (table.length == 0) {
            return null;
        }
        int hash = PathEdge.hash(literal);
        int slot = hash & table.length - 1;
        PathNode node = table[slot];
        while (node != null && !(node.hash() == hash && node.firstLiteral().equals(literal))) {
            slot = slot + 1 & table.length - 1;
            node = table[slot];
        }
        return node;
    }

    /** All nodes, in the order of the alphabet. */
    static List<PathNode> sorted(@Nullable PathNode[] table) {
        List<PathNode> nodes = new ArrayList<>();
        for (PathNode node : table) {
            if (node != null) {
                nodes.add(node);
            }
        }
        nodes.sort(Comparator.comparing(PathNode::firstLiteral));
        return nodes;
    }
}
