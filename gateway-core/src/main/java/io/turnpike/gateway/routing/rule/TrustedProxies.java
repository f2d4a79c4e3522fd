package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The proxies before the gateway that are believed when they say for whom they act, in {@code X-Forwarded-For} or {@code Forwarded}
 * (RFC 7239), and by which scheme the client asked, in {@code X-Forwarded-Proto} or there. The walk from the connection's address back to
 * the client is that of nginx's {@code real_ip_recursive}. Immutable.
 */
public final class TrustedProxies {

    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<NetworkBlock> blocks;

    private TrustedProxies(List<NetworkBlock> blocks) {
        this.blocks = blocks;
    }

    /**
     * The proxies at these addresses.
     *
     * @param blocks IP addresses, and blocks of them in CIDR notation
     * @throws IllegalArgumentException if one is neither; the message says why
     */
    public static TrustedProxies of(List<String> blocks) {
        return blocks.isEmpty()
                ? NONE
                : new TrustedProxies(blocks.stream().map(NetworkBlock::of).toList());
    }

    /** Whether the other end of a connection is believed. */
    public boolean trusts(String address) {
        byte[] bytes = blocks.isEmpty() ? null : IpLiteral.parse(address);
        return bytes != null && blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    /**
     * The address of the client: the last one in the chain that is not trusted, or the first of all where all are. An element that is no
     * address ends the chain. Where the two headers do not agree, one of them was written by somebody whom the proxies do not check.
     *
     * @param peer the address that the connection comes from
     * @return an IP address; the empty text if the headers contradict each other
     */
    public String client(String peer, Exchange.Headers headers) {
        if (!trusts(peer)) {
            return peer;
        }
        Chain listed = listed(peer, headers);
        Chain forwarded = forwarded(peer, headers);
        return agree(listed, forwarded) ? (forwarded.isEmpty() ? listed : forwarded).client() : "";
    }

    /**
     * The scheme by which the client asked: {@code proto} in its element of {@code Forwarded}, or {@code X-Forwarded-Proto}. Where the latter
     * lists several, each proxy has added its own: it is the one that stands where the client does in {@code X-Forwarded-For}, or the
     * first one if there are fewer.
     *
     * @param peer the address that the connection comes from
     * @param scheme that of the connection
     * @return {@code http} or {@code https}; {@code scheme} where no trusted proxy names one of these, or the headers contradict each other
     */
    public String scheme(String peer, String scheme, Exchange.Headers headers) {
        if (!trusts(peer)) {
            return scheme;
        }
        Chain listed = listed(peer, headers);
        Chain forwarded = forwarded(peer, headers);
        String customary = known(listed.at(fromTheRight(headers.all("X-Forwarded-Proto"), ',', false)));
        String element = forwarded.at(forwarded.elements());
        String standard = known(element == null ? null : parameter(element, "proto"));
        boolean contradict = customary != null && standard != null && !customary.equals(standard);
        if (contradict || !agree(listed, forwarded)) {
            return scheme;
        }
        return standard != null ? standard : customary != null ? customary : scheme;
    }

    private static @Nullable String known(@Nullable String scheme) {
        return "https".equalsIgnoreCase(scheme) ? "https" : "http".equalsIgnoreCase(scheme) ? "http" : null;
    }

    private static boolean agree(Chain listed, Chain forwarded) {
        return listed.isEmpty() || forwarded.isEmpty() || listed.client().equals(forwarded.client());
    }

    private Chain listed(String peer, Exchange.Headers headers) {
        return walk(peer, fromTheRight(headers.all("X-Forwarded-For"), ',', false), TrustedProxies::withoutPort);
    }

    private Chain forwarded(String peer, Exchange.Headers headers) {
        return walk(peer, fromTheRight(headers.all("Forwarded"), ',', true), TrustedProxies::ofElement);
    }

    private Chain walk(String peer, List<String> elements, Function<String, @Nullable String> addressOf) {
        String address = peer;
        int steps = 0;
        for (String element : elements) {
            String before = addressOf.apply(element);
            if (before == null || !trusts(address)) {
                break;
            }
            address = before;
            steps++;
        }
        return new Chain(elements, address, steps);
    }

    /**
     * A header walked back.
     *
     * @param elements the last one first
     * @param client where the walk ended
     * @param steps how many elements it took
     */
    private record Chain(List<String> elements, String client, int steps) {

        boolean isEmpty() {
            return elements.isEmpty();
        }

        /** What stands at the client's place; of the nearest proxy if it names no client, the farthest one if there are fewer. */
        @Nullable
        String at(List<String> parallel) {
            return parallel.isEmpty() ? null : parallel.get(Math.min(Math.max(steps, 1), parallel.size()) - 1);
        }
    }

    /**
     * The parts of a header, the last one first. They are told apart from the right, for what stands there is what the proxies wrote:
     * a quotation mark that a client left open spoils nothing but the client's own elements.
     *
     * @param quoted whether a part may have quoted strings, in which a separator is none (RFC 9110, section 5.6.4)
     */
    private static List<String> fromTheRight(List<String> lines, char separator, boolean quoted) {
        String all = String.join(",", lines);
        List<String> parts = new ArrayList<>();
        boolean inQuotes = false;
        int end = all.length();
        for (int i = all.length() - 1; i >= -1; i--) {
            if (quoted && i >= 0 && all.charAt(i) == '"') {
                inQuotes = !inQuotes || isEscaped(all, i);
            } else if (i < 0 || (all.charAt(i) == separator && !inQuotes)) {
                String part = all.substring(i + 1, end).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                end = i;
            }
        }
        return parts;
    }

    private static boolean isEscaped(String text, int index) {
        int start = index;
        while (start > 0 && text.charAt(start - 1) == '\\') {
            start--;
        }
        return (index - start) % 2 == 1;
    }

    /** The address of {@code for=} in an element of {@code Forwarded}; null if it has none, or more than one (RFC 7239, section 4). */
    private static @Nullable String ofElement(String element) {
        String address = parameter(element, "for");
        return address == null ? null : withoutPort(address);
    }

    /** A parameter of an element of {@code Forwarded}, without quotation marks; null if it has none, or more than one. */
    private static @Nullable String parameter(String element, String name) {
        String found = null;
        for (String pair : fromTheRight(List.of(element), ';', true)) {
            if (pair.regionMatches(true, 0, name, 0, name.length()) && pair.startsWith("=", name.length())) {
                if (found != null) {
                    return null;
                }
                found = pair.substring(name.length() + 1);
            }
        }
        if (found == null) {
            return null;
        }
        boolean isQuoted = found.length() > 1 && found.startsWith("\"") && found.endsWith("\"");
        return isQuoted ? found.substring(1, found.length() - 1) : found;
    }

    /** The address of {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1} and {@code [2001:db8::1]:80}; null if it is none. */
    private static @Nullable String withoutPort(String node) {
        String address = node;
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            boolean portOnly = end > 0 && (end == node.length() - 1 || node.charAt(end + 1) == ':');
            address = portOnly ? node.substring(1, end) : "";
        } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
            address = node.substring(0, node.indexOf(':'));
        }
        return IpLiteral.parse(address) == null ? null : address;
    }
}
