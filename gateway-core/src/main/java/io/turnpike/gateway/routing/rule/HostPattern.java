package io.turnpike.gateway.routing.rule;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that a route is for: one name or IP address, every name below one ({@code *.example.com}: one label or more, as nginx and
 * Envoy have it), or any. Host names are compared regardless of case (RFC 9110, section 4.2.3) and without port and final dot.
 *
 * @param name the name or address in its plain form; with {@code below}, what follows {@code *.}; the empty text is any host
 * @param below whether names below are meant, and not the name itself
 */
public record HostPattern(String name, boolean below) {

    /** Every host, and requests without one. */
    public static final HostPattern ANY = new HostPattern("", false);

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /**
     * Reads a host of a route.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static HostPattern parse(String text) {
        if (text.equals("*")) {
            return ANY;
        }
        boolean below = text.startsWith("*.");
        String name = plain(below ? text.substring(2) : text);
        boolean address = name != null && (name.startsWith("[") || IpLiteral.parse(name) != null);
        if (name == null || (below && address) || (!address && !isName(name))) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no host (expected: a name such as api.example.com or"
                            + " *.example.com, or an IP address, IPv6 in brackets; without port)");
        }
        return new HostPattern(name, below);
    }

    /** The host of a {@code Host} header, without its port, in plain form; null if there is none that could be a route's. */
    public static @Nullable String ofHeader(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return null;
        }
        int colon = header.lastIndexOf(':');
        boolean port = colon > 0 && colon > header.lastIndexOf(']');
        for (int i = colon + 1; port && i < header.length(); i++) {
            if (header.charAt(i) < '0' || header.charAt(i) > '9') {
                return null;
            }
        }
        return plain(port ? header.substring(0, colon) : header);
    }

    /** Whether every host of the other one is one of this. */
    public boolean covers(HostPattern other) {
        if (equals(ANY) || equals(other)) {
            return true;
        }
        return below && other.name.endsWith('.' + name);
    }

    @Override
    public String toString() {
        return equals(ANY) ? "*" : below ? "*." + name : name;
    }

    private static @Nullable String plain(String host) {
        if (host.startsWith("[")) {
            byte[] bytes = host.endsWith("]") ? IpLiteral.parse(host.substring(1, host.length() - 1)) : null;
            if (bytes == null || host.indexOf(':') < 0) {
                return null;
            }
            try {
                String address = InetAddress.getByAddress(bytes).getHostAddress();
                return address.indexOf(':') < 0 ? address : '[' + address + ']';
            } catch (UnknownHostException e) {
                return null;
            }
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String lower = name.toLowerCase(Locale.ROOT);
        return hasLabels(lower) ? lower : null;
    }

    /** Whether it is labels between dots, none of them empty, of characters that hosts have; every request is asked. */
    private static boolean hasLabels(String name) {
        boolean inLabel = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean dot = c == '.';
            if (dot ? !inLabel : c != '-' && c != '_' && !isDigit(c) && (c < 'a' || c > 'z')) {
                return false;
            }
            inLabel = !dot;
        }
        return inLabel;
    }

    /** Letters, digits, hyphens and underscores (RFC 1123, and what container networks use); not only digits at the end. */
    private static boolean isName(String name) {
        String[] labels = name.split("\\.", -1);
        for (String label : labels) {
            boolean valid = !label.isEmpty()
                    && label.length() <= LONGEST_LABEL
                    && !label.startsWith("-")
                    && !label.endsWith("-")
                    && label.chars().allMatch(c -> c == '-' || c == '_' || isDigit(c) || (c >= 'a' && c <= 'z'));
            if (!valid) {
                return false;
            }
        }
        return name.length() <= LONGEST_NAME
                && !labels[labels.length - 1].chars().allMatch(HostPattern::isDigit);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
