package io.turnpike.gateway.routing.rule;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Host and port of an HTTP node.
 *
 * @param host a name in lower case or an IP address, IPv6 without its brackets
 * @param port 1 to 65535
 */
public record NodeAddress(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code 10.0.0.5:8080}, {@code catalogue.internal:80} or {@code [2001:db8::1]:80}. No name is looked up.
     *
     * @throws IllegalArgumentException if it is none of these; the message says all that is wrong
     */
    public static NodeAddress parse(String text) {
        if (text.contains("://")) {
            throw new IllegalArgumentException("\"" + RouteCompiler.shortened(text)
                    + "\" is a URL (expected: host:port, such as 10.0.0.5:8080; Tls says that it is HTTPS)");
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || colon < text.lastIndexOf(']')) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has no port (expected: host:port, such as 10.0.0.5:8080)");
        }
        String host = text.substring(0, colon);
        String port = text.substring(colon + 1);
        Optional<String> name = host(host);
        OptionalInt number = port(port);
        if (name.isEmpty() || number.isEmpty()) {
            String badPort = "the port is \"" + RouteCompiler.shortened(port) + "\" (expected: 1 to " + MAX_PORT + ")";
            throw new IllegalArgumentException(
                    name.isPresent() ? badPort : noHost(host) + (number.isPresent() ? "" : "; " + badPort));
        }
        return new NodeAddress(name.get(), number.getAsInt());
    }

    /**
     * Requires a value of a {@code Host} header: a host, with a port or without.
     *
     * @throws IllegalArgumentException if it is none; the message says why
     */
    static void requireHostHeader(String text) {
        if (text.indexOf(':', text.lastIndexOf(']') + 1) >= 0) {
            parse(text);
        } else if (host(text).isEmpty()) {
            throw new IllegalArgumentException(noHost(text));
        }
    }

    /** Empty if it is none. A star is a host of patterns only, and so is the zone of an address, which is dropped there. */
    private static Optional<String> host(String text) {
        if (text.indexOf('*') >= 0 || text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        try {
            String name = HostPattern.parse(text).name();
            return Optional.of(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String noHost(String text) {
        return "\"" + RouteCompiler.shortened(text)
                + "\" is no host (expected: a name or an IP address, IPv6 in brackets)";
    }

    private static OptionalInt port(String text) {
        int port = 0;
        for (int i = 0; i < text.length() && port <= MAX_PORT; i++) {
            char c = text.charAt(i);
            port = c >= '0' && c <= '9' ? port * 10 + c - '0' : MAX_PORT + 1;
        }
        return port < 1 || port > MAX_PORT ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** The address as it is read. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
