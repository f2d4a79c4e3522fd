package io.turnpike.gateway.routing.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes that are called by HTTP/1.1: those of a list, or the live servers of a service in the registry. Not yet checked. Immutable.
 *
 * @param nodes the list; empty if {@code service} says who is called
 * @param service the name of a registered service, whose live servers are called; empty if there is a list
 * @param tls how the nodes are called by HTTPS; empty: by HTTP
 * @param path what the path becomes, see {@code docs/routes.md}; empty: the client's
 * @param host the {@code Host} header that the nodes get; empty: the client's
 * @param connectTimeout longest that a connection may take to be opened, TLS included
 * @param idleTimeout longest silence: between two reads of the answer, its head included, and between two writes of the request
 * @param failover when another node is tried
 * @param probe how nodes are probed; empty: not
 */
public record HttpTarget(
        List<Node> nodes,
        String service,
        Optional<Tls> tls,
        Optional<String> path,
        Optional<String> host,
        Duration connectTimeout,
        Duration idleTimeout,
        Failover failover,
        Optional<Probe> probe)
        implements RouteTarget {

    /** Without {@code ConnectTimeoutMillis}. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** Without {@code IdleTimeoutMillis}: nginx's {@code proxy_read_timeout}. */
    public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

    public HttpTarget {
        nodes = List.copyOf(nodes);
    }

    /**
     * A node.
     *
     * @param address host and port, {@code 10.0.0.5:8080}, {@code catalogue.internal:80}, {@code [2001:db8::1]:80}
     * @param weight its share of the requests, 1 to 1000; 0: it gets none
     */
    public record Node(String address, int weight) {}

    /**
     * TLS to the nodes.
     *
     * @param serverName the name in the certificate and in SNI; empty: the node's host
     * @param caCertificates certificates in PEM that are trusted; empty: those that the JVM trusts
     * @param verify whether certificate and name are looked at
     */
    public record Tls(Optional<String> serverName, Optional<String> caCertificates, boolean verify) {}

    /**
     * When another node is tried, in nginx's words ({@code proxy_next_upstream}).
     *
     * @param on {@code error}, {@code timeout}, {@code invalid_header}, {@code http_<status>}, {@code non_idempotent}
     * @param tries nodes that are tried for one request at most, the first one included; 0: all
     * @param timeout no further node is tried after so long; empty: always
     */
    public record Failover(Set<String> on, int tries, Optional<Duration> timeout) {

        /** Errors and timeouts of idempotent requests, on up to three nodes. */
        public static final Failover DEFAULT = new Failover(Set.of("error", "timeout"), 3, Optional.empty());

        public Failover {
            on = Set.copyOf(on);
        }
    }

    /**
     * Active probes of each node.
     *
     * @param kind how
     * @param path what is asked for; {@code /} with {@code TCP}
     * @param statuses the statuses that count as healthy, {@code 200} or {@code 200-399}; empty: 200 to 399
     * @param interval between two probes of a node
     * @param timeout of one probe
     * @param unhealthy failures in a row after which a node gets no more requests
     * @param healthy successes in a row after which it gets some again
     */
    public record Probe(
            Kind kind,
            String path,
            List<String> statuses,
            Duration interval,
            Duration timeout,
            int unhealthy,
            int healthy) {

        public Probe {
            statuses = List.copyOf(statuses);
        }

        /** How a node is probed: whether it takes a connection, or what it answers. */
        public enum Kind {
            TCP,
            HTTP,
            HTTPS
        }
    }
}
