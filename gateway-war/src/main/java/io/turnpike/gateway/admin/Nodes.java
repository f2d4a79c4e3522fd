package io.turnpike.gateway.admin;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.persistence.GatewayNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shows the gateways on the database. Safe for use by several threads at once. */
final class Nodes {

    private static final Comparator<GatewayNode> BY_PLACE = Comparator.comparing(GatewayNode::host)
            .thenComparing(GatewayNode::port)
            .thenComparing(GatewayNode::started)
            .thenComparing(GatewayNode::id);

    private final Registrations registrations;
    private final Clock clock;
    private final Duration patience;

    /** @param poll how often nodes look at the database */
    Nodes(Registrations registrations, Clock clock, Duration poll) {
        this.registrations = registrations;
        this.clock = clock;
        Duration pause = poll.compareTo(NodePresence.REFRESH) > 0 ? poll : NodePresence.REFRESH;
        this.patience = pause.multipliedBy(3);
    }

    /**
     * One gateway.
     *
     * @param gone whether it has not been heard of for a while
     * @param self whether it is the one that is asked
     */
    record Seen(GatewayNode node, boolean gone, boolean self) {}

    /**
     * All gateways, this one as it is at this moment.
     *
     * @throws GatewayException {@code NOT_READY}, {@code STORE_UNAVAILABLE}
     */
    List<Seen> all() throws GatewayException {
        List<GatewayNode> told =
                registrations.ask((store, now) -> store.shared() ? store.nodes() : List.<GatewayNode>of());
        GatewayNode self = registrations.node();
        List<GatewayNode> nodes = new ArrayList<>(told);
        nodes.removeIf(node -> node.id().equals(self.id()));
        nodes.add(self);
        Instant limit = clock.instant().minus(patience);
        return nodes.stream()
                .sorted(BY_PLACE)
                .map(node ->
                        new Seen(node, node.seen().isBefore(limit), node.id().equals(self.id())))
                .toList();
    }
}
