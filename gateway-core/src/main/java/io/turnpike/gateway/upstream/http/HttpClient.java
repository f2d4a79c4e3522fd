package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.NodeAddress;
import io.turnpike.gateway.upstream.StreamReceiver;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes of one target, with the connections to them. Safe for use by several threads at once. */
public final class HttpClient implements AutoCloseable {

    /** So many addresses are named in a line of the log. */
    private static final int MOST_NAMED = 3;

    private final HttpTransport transport;
    private final HttpTarget target;
    private final ClientUsers users = new ClientUsers();
    private final HttpProblems problems;
    private final FailoverPolicy policy;
    private final NodeConnector connector;
    private final Optional<NodeProbes> probes;
    private volatile NodeList nodes = new NodeList(Map.of());
    private volatile boolean closed;

    /** What a former client knew of its nodes, for those of the first list; guarded by this. */
    private Map<NodeAddress, HttpNode> heritage;

    /**
     * @param former the one that knows nodes already
     * @throws IllegalArgumentException if the target's certificates or addresses cannot be used
     */
    HttpClient(HttpTransport transport, HttpTarget target, @Nullable HttpClient former) {
        this.transport = transport;
        this.target = target;
        problems = new HttpProblems(target.service());
        policy = new FailoverPolicy(target.failover());
        Optional<NodeTls> tls = target.tls().map(NodeTls::new);
        connector = new NodeConnector(transport.resolver(), tls, target.connectTimeout(), problems, transport::now);
        probes = target.probe()
                .map(probe -> new NodeProbes(probe, probeHost(target), tls, transport.resolver(), transport::now));
        heritage = former != null && former.callsAs(target) ? former.byAddress() : Map.of();
        if (!target.nodes().isEmpty()) {
            update(listed(target));
        }
    }

    private static Map<NodeAddress, Integer> listed(HttpTarget target) {
        Map<NodeAddress, Integer> listed = new LinkedHashMap<>();
        for (HttpTarget.Node node : target.nodes()) {
            if (node.weight() > 0) {
                listed.merge(NodeAddress.parse(node.address()), node.weight(), Integer::sum);
            }
        }
        return listed;
    }

    /** Whether it connects to a node, and probes it, as a client of another target does. */
    private boolean callsAs(HttpTarget other) {
        return target.tls().equals(other.tls())
                && target.probe().equals(other.probe())
                && (target.probe().isEmpty() || probeHost(target).equals(probeHost(other)));
    }

    private Map<NodeAddress, HttpNode> byAddress() {
        Map<NodeAddress, HttpNode> all = new LinkedHashMap<>();
        nodes.nodes().forEach(node -> all.put(node.address(), node));
        return all;
    }

    private static String probeHost(HttpTarget target) {
        return target.host().orElse("");
    }

    /** What it was opened for. */
    public HttpTarget target() {
        return target;
    }

    /** A route is to be named where the log speaks of the nodes. */
    public void usedBy(String routeId) {
        users.add(routeId);
    }

    /** Takes back one {@link #usedBy}. */
    public void leftBy(String routeId) {
        users.remove(routeId);
    }

    /** The nodes as this gateway sees them: of a list those of weight 0, too, in its order; of a service its live servers. */
    public List<NodeStatus> status() {
        List<NodeStatus> all = nodes.status();
        if (target.nodes().isEmpty()) {
            return all;
        }
        Map<NodeAddress, NodeStatus> known = new HashMap<>();
        all.forEach(node -> known.put(node.address(), node));
        return target.nodes().stream()
                .map(node -> NodeAddress.parse(node.address()))
                .map(address -> known.getOrDefault(address, NodeStatus.down(address)))
                .toList();
    }

    /** Begins a call; see {@link io.turnpike.gateway.upstream.StreamedUpstream#begin}. */
    StreamedCall call(OutboundRequest request, StreamReceiver receiver) {
        HttpCall call = new HttpCall(this, transport.nextLoop(), request, receiver);
        call.start();
        return call;
    }

    /** A call that is answered with a problem, in the same way. */
    StreamedCall refuse(StreamedRequest request, GatewayException problem, StreamReceiver receiver) {
        HttpCall call = new HttpCall(
                this,
                transport.nextLoop(),
                new OutboundRequest(request.method(), new byte[0], request.contentLength(), false),
                receiver);
        call.refuse(problem.logNote().isEmpty() ? problem.withLogNote(toString()) : problem);
        return call;
    }

    /** Follows the list: these are the nodes from now on, each with its share, 1 or more. What is known of those that stay is kept. */
    synchronized void update(Map<NodeAddress, Integer> addresses) {
        Map<NodeAddress, HttpNode> former = byAddress();
        Map<HttpNode, Integer> next = new LinkedHashMap<>();
        addresses.forEach((address, weight) -> {
            HttpNode known = former.remove(address);
            next.put(known == null ? node(address) : known, weight);
        });
        heritage = Map.of();
        nodes = new NodeList(next);
        former.values().forEach(HttpNode::retire);
    }

    private synchronized HttpNode node(NodeAddress address) {
        HttpNode inherited = heritage.get(address);
        return inherited == null
                ? new HttpNode(address, users, probes.isPresent(), transport::now)
                : inherited.of(users);
    }

    /**
     * Another one takes its place: what is idle when this is closed goes to that, or to whoever has taken that one's place by then, if it calls
     * nodes as this does. Does nothing if either is closed.
     */
    public void leaveTo(HttpClient next) {
        if (next != this && callsAs(next.target)) {
            transport.leave(this, next);
        }
    }

    /**
     * Closes idle connections, unless there is another client in its place, see {@link #leaveTo}; the others when their requests are answered.
     * Calls under way go on.
     */
    @Override
    public void close() {
        closed = true;
        transport.closed(this);
    }

    boolean isClosed() {
        return closed;
    }

    /** The node whose turn it is; null if none is left. */
    @Nullable
    HttpNode choose(Collection<HttpNode> tried) {
        return nodes.choose(tried);
    }

    /** Why there is no node for a request. */
    Failure noneLeft() {
        List<HttpNode> all = nodes.nodes();
        return all.stream().anyMatch(node -> node.healthy() && node.isFull())
                ? problems.overloaded(HttpNode.MAX_CONNECTIONS)
                : problems.noneLeft(!all.isEmpty());
    }

    /** The nodes now. */
    List<HttpNode> nodes() {
        return nodes.nodes();
    }

    /** Starts the probes that are due; to be called on one I/O thread, again and again. */
    void tick(long now) {
        probes.ifPresent(each -> each.tick(nodes.nodes(), transport.firstLoop(), now));
    }

    /** Ends the probes under way; to be called on the I/O thread that starts them. */
    void endProbes() {
        probes.ifPresent(NodeProbes::close);
    }

    HttpProblems problems() {
        return problems;
    }

    FailoverPolicy policy() {
        return policy;
    }

    NodeConnector connector() {
        return connector;
    }

    String pseudonym() {
        return transport.pseudonym();
    }

    Duration continueTimeout() {
        return transport.continueTimeout();
    }

    long now() {
        return transport.now();
    }

    /** What the log calls them: some of the addresses, and the routes. */
    @Override
    public String toString() {
        List<HttpNode> all = nodes.nodes();
        String named =
                all.stream().limit(MOST_NAMED).map(node -> " " + node.address()).collect(Collectors.joining(","));
        return "HTTP nodes" + named + (all.size() > MOST_NAMED ? " and " + (all.size() - MOST_NAMED) + " more" : "")
                + users;
    }
}
