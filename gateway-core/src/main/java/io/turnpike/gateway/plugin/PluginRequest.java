package io.turnpike.gateway.plugin;

import io.turnpike.gateway.exchange.HeaderField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through the plugins; what one changes the next one sees, and the upstream. Its body is not here: it may be longer
 * than memory. It can be changed in the phases {@code rewrite} and {@code access} only; later, whoever changes it gets an {@link
 * IllegalStateException}. To be used within the plugin's methods, and until a decision that comes {@linkplain Decision#later later}.
 */
public interface PluginRequest {

    /** The verb, as it was sent. */
    String method();

    /** The path, percent-encoded. */
    String path();

    /** Another path for the upstream, percent-encoded, beginning with {@code /}; where a Thrift method is called, it says nothing. */
    void path(String path);

    /** The query, percent-encoded, without the {@code ?}; null if there is none. */
    @Nullable
    String query();

    /** Another query. */
    void query(@Nullable String query);

    /** The values of a query argument, decoded, in their order; none if it is not there. */
    List<String> parameters(String name);

    /** Adds an argument to the query; name and value are encoded here. */
    void addParameter(String name, String value);

    /** The header section, in its order. */
    List<HeaderField> headers();

    /** The first value of a header field; null if it is not there. Names are compared regardless of case. */
    @Nullable
    String header(String name);

    /** Puts one field in the place of all of that name. */
    void setHeader(String name, String value);

    /** Adds a field after all others. */
    void addHeader(String name, String value);

    /** Removes all fields of a name. */
    void removeHeader(String name);

    /** The values of a cookie, in their order; none if it is not there. */
    List<String> cookies(String name);

    /** The client's IP address, as the trusted proxies tell it; the empty text if it is unknown. */
    String clientAddress();

    /** {@code http} or {@code https}: by which the client asked, as {@code trustedProxies} tell it; else that of the connection. */
    String scheme();

    /** What was asked for, with its port if one was given: the {@code Host} header; the empty text if there is none. */
    String host();

    /** Bytes of the body: 0 if there is none, -1 if that is not known beforehand. */
    long contentLength();

    /** The id of the operator's route that takes the request; the empty text if it is the path of a service, or nothing. */
    String routeId();

    /** The name of the service that answers; the empty text if it is none. */
    String serviceName();

    /** Who the request comes from, as an authenticating plugin has found out; the empty text until then. */
    String consumer();

    /** Whose keys there are, in the revision of the configuration that this request is answered by. */
    Consumers consumers();

    /** Says who the request comes from. */
    void consumer(String name);

    /** What a plugin has left here under a name; null if nothing. By convention names begin with the plugin's. May be set in all phases. */
    @Nullable
    Object attribute(String name);

    /** Leaves something for later phases and other plugins. */
    void attribute(String name, Object value);

    /** Sends the request somewhere else than to the route's upstream; the last word counts. */
    void sendTo(Endpoint endpoint);

    /** Where {@link #sendTo} has sent it; null if nowhere else. */
    @Nullable
    Endpoint endpoint();

    /** Sends a copy there as well. Whatever becomes of the copy, the client sees nothing of it, and does not wait for it. */
    void mirrorTo(Endpoint endpoint);

    /** Refuses a body of more bytes than this, with 413; the smallest word counts. */
    void limitBody(long bytes);
}
