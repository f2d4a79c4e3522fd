package io.turnpike.gateway.routing.rule;

import io.turnpike.gateway.exchange.Exchange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxies before the gateway that are believed when they say for whom they act, in {@code X-Forwarded-For} or {@code Forwarded}
 * (RFC 7239). The walk from the connection's address back to the client is that of nginx's {@code real_ip_recursive}. Immutable.
 */
public final class TrustedProxies {

    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String FOR = "for=";

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
        List<String> listed = fromTheRight(headers.all("X-Forwarded-For"), ',', false);
        List<String> forwarded = fromTheRight(headers.all("Forwarded"), ',', true);
        if (forwarded.isEmpty()) {
            return walk(peer, listed, false);
        }
        String client = walk(peer, forwarded, true);
        return listed.isEmpty() || client.equals(walk(peer, listed, false)) ? client : "";
    }

    private String walk(String peer, List<String> chain, boolean named) {
        String address = peer;
        for (String element : chain) {
            String before = named ? ofElement(element) : withoutPort(element);
            if (before == null || !trusts(address)) {
                return address;
            }
            address = before;
        }
        return address;
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
        String found = null;
        for (String pair : fromTheRight(List.of(element), ';', true)) {
            if (pair.regionMatches(true, 0, FOR, 0, FOR.length())) {
                if (found != null) {
                    return null;
                }
                found = pair.substring(FOR.length());
            }
        }
        if (found == null) {
            return null;
        }
        boolean isQuoted = found.length() > 1 && found.startsWith("\"") && found.endsWith("\"");
        return withoutPort(isQuoted ? found.substring(1, found.length() - 1) : found);
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
