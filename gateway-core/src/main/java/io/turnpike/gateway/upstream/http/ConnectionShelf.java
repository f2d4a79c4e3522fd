package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.NodeAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one client on one I/O thread, those of each node for themselves; used there only. As nginx's
 * {@code keepalive}: what was used last is used first, and what is too many is closed.
 */
final class ConnectionShelf {

    /** Idle connections to one node that are kept. */
    static final int MAX_IDLE = 64;

    /** How long one is kept: less than what servers usually do. */
    static final long IDLE_NANOS = 30_000_000_000L;

    private final Map<HttpNode, Deque<HttpConnection>> idle = new HashMap<>();
    private boolean closed;

    /** That of a client that is closed. */
    static ConnectionShelf keepingNothing() {
        ConnectionShelf shelf = new ConnectionShelf();
        shelf.closed = true;
        return shelf;
    }

    /** The node's connection that was used last; null if there is none. */
    @Nullable
    HttpConnection take(HttpNode node) {
        Deque<HttpConnection> connections = idle.getOrDefault(node, new ArrayDeque<>());
        HttpConnection last = connections.pollLast();
        while (last != null && !last.isOpen()) {
            last.close();
            last = connections.pollLast();
        }
        return last;
    }

    /** Keeps a connection for the next request, or closes it. */
    void put(HttpConnection connection, long now) {
        connection.shelved(now);
        keep(connection);
    }

    private void keep(HttpConnection connection) {
        Deque<HttpConnection> connections = idle.computeIfAbsent(connection.node(), node -> new ArrayDeque<>());
        if (closed || connection.node().retired() || connections.size() >= MAX_IDLE) {
            connection.close();
            return;
        }
        connections.addLast(connection);
    }

    void remove(HttpConnection connection) {
        Deque<HttpConnection> connections = idle.get(connection.node());
        if (connections != null) {
            connections.remove(connection);
        }
    }

    /** Closes what has been idle for too long, and what belongs to nodes that have left. */
    void tick(long now) {
        for (HttpConnection connection : all()) {
            long kept = Math.min(IDLE_NANOS, connection.keptNanos);
            if (connection.node().retired() || now - connection.idleSinceNanos >= kept) {
                connection.close();
            }
        }
        idle.keySet().removeIf(HttpNode::retired);
    }

    /** Hands what is idle on to another client's shelf, but for connections to nodes that it does not have. */
    void leaveTo(ConnectionShelf heir, List<HttpNode> nodes) {
        Map<NodeAddress, HttpNode> byAddress = new HashMap<>();
        nodes.forEach(node -> byAddress.put(node.address(), node));
        for (HttpConnection connection : all()) {
            HttpNode node = byAddress.get(connection.node().address());
            if (node != null && connection.isOpen() && node.mayConnect()) {
                connection.moveTo(node, heir);
                heir.keep(connection);
            }
        }
    }

    /** Closes all; what is put here from now on is closed as well. */
    void close() {
        closed = true;
        all().forEach(HttpConnection::close);
    }

    private List<HttpConnection> all() {
        List<HttpConnection> all = new ArrayList<>();
        idle.values().forEach(all::addAll);
        return all;
    }
}
