package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.balancing.LoadBalancer;
import io.turnpike.gateway.balancing.RoundRobin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes of a client at one time, and whose turn it is. Safe for use by several threads at once. */
final class NodeList {

    private final List<HttpNode> nodes;
    private final Map<HttpNode, Integer> weights;
    private final LoadBalancer<HttpNode> balancer;

    /** @param weights each node's share, 1 or more */
    NodeList(Map<HttpNode, Integer> weights) {
        nodes = List.copyOf(weights.keySet());
        this.weights = Map.copyOf(weights);
        balancer = RoundRobin.of(new ArrayList<>(nodes), weights::get);
    }

    List<HttpNode> nodes() {
        return nodes;
    }

    /** What is known of each, in their order. */
    List<NodeStatus> status() {
        return nodes.stream()
                .map(node -> node.status(weights.getOrDefault(node, 0)))
                .toList();
    }

    /**
     * The node whose turn it is among those that are healthy and have room; one on which a request has failed lately only if there is no
     * other.
     *
     * @param tried those that have had their chance
     * @return null if none is left
     */
    @Nullable
    HttpNode choose(Collection<HttpNode> tried) {
        HttpNode fine = balancer.choose(node -> usable(node, tried) && !node.failedLately());
        return fine != null ? fine : balancer.choose(node -> usable(node, tried));
    }

    private static boolean usable(HttpNode node, Collection<HttpNode> tried) {
        return node.healthy() && !node.isFull() && !tried.contains(node);
    }
}
