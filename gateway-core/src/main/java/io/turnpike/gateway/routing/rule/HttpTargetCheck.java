package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Checks the HTTP nodes that a route leads to, as far as the route alone can tell. Pointers are relative to the route's object:
 * {@code /Upstream/Http/Nodes/0/Address}, {@code /Upstream/Http/Failover/On/0} (in the order of the alphabet).
 */
public final class HttpTargetCheck {

    /** What pointers begin with. */
    public static final String AT = "/Upstream/Http";

    private final List<Fault> faults = new ArrayList<>();

    private HttpTargetCheck() {}

    /**
     * Every fault of a target.
     *
     * @param uris the paths of the route, those that can be read
     */
    public static List<Fault> faults(HttpTarget target, List<PathPattern> uris) {
        HttpTargetCheck check = new HttpTargetCheck();
        check.nodes(target);
        target.tls().ifPresent(check::tls);
        target.path().ifPresent(path -> check.path(path, uris));
        target.host().ifPresent(host -> check.read("/Host", host, NodeAddress::requireHostHeader));
        check.millis("/ConnectTimeoutMillis", target.connectTimeout(), HttpTarget.SHORTEST_TIMEOUT);
        check.millis("/IdleTimeoutMillis", target.idleTimeout(), HttpTarget.SHORTEST_TIMEOUT);
        check.failover(target.failover());
        target.probe().ifPresent(check::probe);
        return check.faults;
    }

    private void nodes(HttpTarget target) {
        List<HttpTarget.Node> nodes = target.nodes();
        if (nodes.isEmpty() == target.service().isEmpty()) {
            fault(
                    "",
                    "Http has " + (nodes.isEmpty() ? "neither Nodes nor Service" : "both Nodes and Service")
                            + " (expected: one of them)");
        }
        if (nodes.size() > HttpTarget.MOST_NODES) {
            fault("/Nodes", "Nodes has " + nodes.size() + " entries (expected: " + HttpTarget.MOST_NODES + " at most)");
            return;
        }
        Map<NodeAddress, Integer> seen = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            int index = i;
            String at = "/Nodes/" + i;
            read(at + "/Address", nodes.get(i).address(), text -> {
                NodeAddress address = NodeAddress.parse(text);
                Integer former = seen.putIfAbsent(address, index);
                if (former != null) {
                    throw new IllegalArgumentException(
                            address + " is the node number " + (former + 1) + ", too (expected: each node once)");
                }
            });
            number(at + "/Weight", nodes.get(i).weight(), 0, HttpTarget.MOST_WEIGHT);
        }
        if (!nodes.isEmpty() && nodes.stream().allMatch(node -> node.weight() == 0)) {
            fault("/Nodes", "Nodes have the weight 0, all of them (expected: one at least with more)");
        }
    }

    private void tls(HttpTarget.Tls tls) {
        tls.serverName().ifPresent(name -> read("/Tls/ServerName", name, HttpTargetCheck::requireName));
        tls.caCertificates().ifPresent(pem -> {
            if (pem.length() > HttpTarget.LONGEST_PEM) {
                fault(
                        "/Tls/CaCertificates",
                        "CaCertificates: " + pem.length() + " characters (expected: " + HttpTarget.LONGEST_PEM
                                + " at most)");
            } else {
                read("/Tls/CaCertificates", pem, PemCertificates::read);
            }
        });
    }

    /** Server Name Indication takes names only (RFC 6066, section 3). */
    private static void requireName(String name) {
        HostPattern host = HostPattern.parse(name);
        if (host.below() || host.name().isEmpty() || host.name().startsWith("[") || IpLiteral.parse(name) != null) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no host name (expected: one such as catalogue.internal)");
        }
    }

    private void path(String path, List<PathPattern> uris) {
        read("/Path", path, text -> {
            RewriteTemplate rewrite = RewriteTemplate.parse(text);
            for (PathPattern uri : uris) {
                for (String name : new TreeSet<>(rewrite.missingIn(uri))) {
                    fault(
                            "/Path",
                            "Path: {" + name + "} is no template of /" + uri
                                    + " (expected: one that every path of Uris has)");
                }
                if (rewrite.endsInRest() && !RewriteTemplate.endsInRest(uri)) {
                    fault(
                            "/Path",
                            "Path: it ends in a star, and /" + uri
                                    + " does not end in /* (expected: that of every path of Uris)");
                }
            }
        });
    }

    private void failover(HttpTarget.Failover failover) {
        int i = 0;
        for (String word : new TreeSet<>(failover.on())) {
            if (!HttpTarget.Failover.isWord(word)) {
                fault(
                        "/Failover/On/" + i,
                        "On: \"" + RouteCompiler.shortened(word) + "\" (expected: one of " + HttpTarget.Failover.WORDS
                                + ")");
            }
            i++;
        }
        number("/Failover/Tries", failover.tries(), 0, HttpTarget.Failover.MOST_TRIES);
        failover.timeout()
                .ifPresent(timeout -> millis("/Failover/TimeoutMillis", timeout, HttpTarget.SHORTEST_TIMEOUT));
    }

    private void probe(HttpTarget.Probe probe) {
        if (probe.kind() == HttpTarget.Probe.Kind.TCP) {
            if (!probe.path().equals("/") || !probe.statuses().isEmpty()) {
                fault("/Probe", "Probe has a path or statuses (expected: neither, as nothing is asked for by tcp)");
            }
        } else {
            read("/Probe/Path", probe.path(), HttpTargetCheck::requireTarget);
        }
        if (probe.statuses().size() > HttpTarget.Probe.MOST_STATUSES) {
            fault(
                    "/Probe/Statuses",
                    "Statuses has " + probe.statuses().size() + " entries (expected: " + HttpTarget.Probe.MOST_STATUSES
                            + " at most)");
        } else {
            for (int i = 0; i < probe.statuses().size(); i++) {
                read("/Probe/Statuses/" + i, probe.statuses().get(i), StatusRange::parse);
            }
        }
        millis("/Probe/IntervalMillis", probe.interval(), HttpTarget.Probe.SHORTEST_INTERVAL);
        millis("/Probe/TimeoutMillis", probe.timeout(), HttpTarget.SHORTEST_TIMEOUT);
        number("/Probe/Unhealthy", probe.unhealthy(), 1, HttpTarget.Probe.MOST_IN_A_ROW);
        number("/Probe/Healthy", probe.healthy(), 1, HttpTarget.Probe.MOST_IN_A_ROW);
    }

    /** Path and query of a request (RFC 9112, section 3.2.1). */
    private static void requireTarget(String target) {
        if (!target.startsWith("/") || target.length() > PathPattern.MAX_CHARACTERS) {
            throw new IllegalArgumentException("\"" + RouteCompiler.shortened(target)
                    + "\" is no path (expected: a slash in front, and " + PathPattern.MAX_CHARACTERS
                    + " characters at most)");
        }
        RewriteTemplate.requireCharacters(target, "?*");
    }

    private void read(String pointer, String text, Consumer<String> reader) {
        try {
            reader.accept(text);
        } catch (IllegalArgumentException e) {
            fault(pointer, key(pointer) + ": " + e.getMessage());
        }
    }

    private void number(String pointer, int number, int least, int most) {
        if (number < least || number > most) {
            fault(pointer, key(pointer) + ": " + number + " (expected: " + least + " to " + most + ")");
        }
    }

    private void millis(String pointer, Duration duration, Duration least) {
        if (duration.compareTo(least) < 0 || duration.compareTo(HttpTarget.LONGEST_TIMEOUT) > 0) {
            fault(
                    pointer,
                    key(pointer) + ": " + duration.toMillis() + " (expected: " + least.toMillis() + " to "
                            + HttpTarget.LONGEST_TIMEOUT.toMillis() + ")");
        }
    }

    /** The last key of a pointer; of an element, that of its array. */
    private static String key(String pointer) {
        String[] keys = pointer.split("/", -1);
        String last = keys[keys.length - 1];
        return Character.isDigit(last.charAt(0)) ? keys[keys.length - 2] : last;
    }

    private void fault(String pointer, String detail) {
        faults.add(Fault.at(AT + pointer, detail));
    }
}
