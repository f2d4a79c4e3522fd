package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.routing.rule.NodeAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * A node as this gateway sees it.
 *
 * @param weight its share
 * @param since how long it has been in this state; of one that is {@link NodeState#DOWN}, zero
 * @param lastFault the last thing that went wrong with it, a probe or a request
 * @param connections open now, those being opened and those of probes included
 */
public record NodeStatus(
        NodeAddress address,
        int weight,
        NodeState state,
        Duration since,
        Optional<LastFault> lastFault,
        int connections) {

    /**
     * What went wrong.
     *
     * @param reason for the operator: more than clients get
     * @param ago how long ago
     */
    public record LastFault(String reason, Duration ago) {}

    /** One that gets no requests because of its weight. */
    static NodeStatus down(NodeAddress address) {
        return new NodeStatus(address, 0, NodeState.DOWN, Duration.ZERO, Optional.empty(), 0);
    }
}
