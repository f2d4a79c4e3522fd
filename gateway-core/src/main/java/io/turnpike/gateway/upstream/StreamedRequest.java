package io.turnpike.gateway.upstream;

import io.turnpike.gateway.exchange.HeaderField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request without its body, as the client sent it: nothing is taken out of the header fields yet. Immutable.
 *
 * @param method the verb, as it was sent
 * @param path the path as it stands in the request line, percent-encoded, beginning with {@code /}, below the context root
 * @param query the query as it stands in the request line, without the {@code ?}; null if there is none
 * @param fields the header section, in its order
 * @param contentLength bytes of the body; 0: there is none; {@link #UNKNOWN_LENGTH}: it ends where it ends (chunked)
 * @param sender the connection that it came by
 */
public record StreamedRequest(
        String method,
        String path,
        @Nullable String query,
        List<HeaderField> fields,
        long contentLength,
        Sender sender) {

    /** There is a body, and its length is not known beforehand. */
    public static final long UNKNOWN_LENGTH = -1;

    public StreamedRequest {
        fields = List.copyOf(fields);
    }

    /** Whether there is a body. */
    public boolean hasBody() {
        return contentLength != 0;
    }

    /**
     * The connection that a request came by.
     *
     * @param address the IP address of its other end
     * @param trusted whether that is a proxy whose forwarding headers are believed, see {@code trustedProxies}
     * @param scheme {@code http} or {@code https}
     * @param host the host that was asked for, with its port if one was given: the {@code Host} header; the empty text if there is none
     * @param port the local port
     * @param client the IP address of the client, as trusted proxies tell it: without one before the gateway, {@code address}
     * @param clientScheme {@code http} or {@code https}: by which the client asked, told in the same way
     */
    public record Sender(
            String address, boolean trusted, String scheme, String host, int port, String client, String clientScheme) {

        /** One for whom no proxy acts. */
        public Sender(String address, boolean trusted, String scheme, String host, int port) {
            this(address, trusted, scheme, host, port, address, scheme);
        }
    }
}
