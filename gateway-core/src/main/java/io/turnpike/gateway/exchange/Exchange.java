package io.turnpike.gateway.exchange;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, whole, as the data plane sees it. The body array is not copied and must not be changed while the
 * request lasts.
 *
 * @param method the verb, upper case
 * @param path the path as it stands in the request line, percent-encoded, beginning with {@code /}, below the context root
 * @param query the query as it stands in the request line, without the {@code ?}; null if there is none
 * @param headers the request's headers
 * @param client who sent it
 * @param body holds the body
 * @param bodyLength its length in bytes, from the start of the array
 */
@SuppressWarnings("ArrayRecordComponent")
public record Exchange(
        String method,
        String path,
        @Nullable String query,
        Headers headers,
        Client client,
        byte[] body,
        int bodyLength) {

    public Exchange {
        method = method.toUpperCase(Locale.ROOT);
    }

    /** A request of whose sender nothing is known. */
    public Exchange(String method, String path, @Nullable String query, Headers headers, byte[] body, int bodyLength) {
        this(method, path, query, headers, () -> "", body, bodyLength);
    }

    /** The same request with another verb. */
    public Exchange withMethod(String verb) {
        return new Exchange(verb, path, query, headers, client, body, bodyLength);
    }

    /** The same request with a body. */
    public Exchange withBody(byte[] bytes, int length) {
        return new Exchange(method, path, query, headers, client, bytes, length);
    }

    /** The other end of the connection that a request came by; asked, if at all, before the request is handed on. */
    @FunctionalInterface
    public interface Client {

        /** Its IP address; the empty text if it is unknown. */
        String address();
    }

    /** Read access to request headers. */
    @FunctionalInterface
    public interface Headers {

        /** The first value of a header, or null; names are compared regardless of case. */
        @Nullable
        String first(String name);

        /** Every value of a header, one per line of it; none if there is no such header. */
        default List<String> all(String name) {
            String only = first(name);
            return only == null ? List.of() : List.of(only);
        }
    }
}
