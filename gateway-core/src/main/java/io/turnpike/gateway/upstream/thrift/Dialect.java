package io.turnpike.gateway.upstream.thrift;

import io.turnpike.thrift.protocol.ThriftProtocol;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the servers of one service speak Thrift.
 *
 * @param framing how messages are told apart
 * @param protocol how values are encoded
 * @param multiplexedName the service's name at servers that serve several on one port ({@code TMultiplexedProcessor}); empty:
 *     method names are sent alone
 * @param httpPath path and query that {@link Framing#HTTP} posts to, beginning with a slash; without meaning otherwise
 */
public record Dialect(Framing framing, ThriftProtocol protocol, Optional<String> multiplexedName, String httpPath) {

    private static final Pattern MULTIPLEXED_NAME = Pattern.compile("[^:\\p{Cntrl}\\p{Cs}]{1,255}");

    /** What {@code httpPath} is if nothing is said. */
    public static final String DEFAULT_HTTP_PATH = "/";

    /** Stock servers: binary, in the framing that is found. */
    public static final Dialect DEFAULT = of(Framing.AUTO);

    /** @throws IllegalArgumentException if the name is none, or if the path does not begin with a slash or cannot stand in a request line */
    public Dialect {
        multiplexedName.filter(name -> !isMultiplexedName(name)).ifPresent(name -> {
            throw new IllegalArgumentException("multiplexedName: '" + name
                    + "' (expected: 1 to 255 characters, not blank, no colon, no control characters)");
        });
        if (!isHttpPath(httpPath)) {
            throw new IllegalArgumentException(
                    "httpPath: '" + httpPath + "' (expected: / and visible ASCII characters, no #)");
        }
    }

    /** Whether this can stand before a method's name: no colon, since the first one ends it on the wire. */
    public static boolean isMultiplexedName(String text) {
        return !text.isBlank() && MULTIPLEXED_NAME.matcher(text).matches();
    }

    /** Whether this is a path, perhaps with a query, that can stand in a request line: a slash and visible ASCII characters. */
    public static boolean isHttpPath(String text) {
        return text.startsWith("/") && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '#');
    }

    /** Binary protocol in this framing, not multiplexed. */
    public static Dialect of(Framing framing) {
        return new Dialect(framing, ThriftProtocol.BINARY, Optional.empty(), DEFAULT_HTTP_PATH);
    }

    /**
     * The name that stands, with a colon, before the method's name in each message. There is none in {@link Framing#TTHEADER},
     * which has a header of its own for it.
     */
    public Optional<String> namePrefix() {
        return framing == Framing.TTHEADER ? Optional.empty() : multiplexedName;
    }

    /** The same with another framing. */
    public Dialect withFraming(Framing newFraming) {
        return new Dialect(newFraming, protocol, multiplexedName, httpPath);
    }
}
