package io.turnpike.gateway.routing.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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

    /** The shortest of its timeouts. */
    public static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

    /** The longest of its timeouts, and the longest interval of probes. */
    public static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    /** So many nodes a list may have. */
    public static final int MOST_NODES = 100;

    /** The greatest weight of a node. */
    public static final int MOST_WEIGHT = 1_000;

    /** So many characters its certificates may have. */
    static final int LONGEST_PEM = 65_536;

    public HttpTarget {
        nodes = List.copyOf(nodes);
    }

    /** One node, called by HTTP, and all else by default. */
    public static HttpTarget of(String address) {
        return new HttpTarget(
                List.of(new Node(address, 1)),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CONNECT_TIMEOUT,
                IDLE_TIMEOUT,
                Failover.DEFAULT,
                Optional.empty());
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

        /** The words of {@code on}, for messages. */
        public static final String WORDS = "error, timeout, invalid_header, http_400 to http_599, non_idempotent";

        private static final Pattern WORD =
                Pattern.compile("error|timeout|invalid_header|http_[45]\\d\\d|non_idempotent");

        /** The greatest number of tries. */
        public static final int MOST_TRIES = 100;

        public Failover {
            on = Set.copyOf(on);
        }

        /** Whether a text is one of the words of {@code on}. */
        public static boolean isWord(String text) {
            return WORD.matcher(text).matches();
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

        /** Without {@code IntervalMillis}. */
        public static final Duration INTERVAL = Duration.ofSeconds(5);

        /** Without {@code TimeoutMillis}. */
        public static final Duration TIMEOUT = Duration.ofSeconds(2);

        /** Without {@code Unhealthy}. */
        public static final int UNHEALTHY = 3;

        /** Without {@code Healthy}. */
        public static final int HEALTHY = 2;

        /** The shortest interval. */
        public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

        /** The greatest {@code Unhealthy} and {@code Healthy}. */
        public static final int MOST_IN_A_ROW = 100;

        static final int MOST_STATUSES = 100;

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
