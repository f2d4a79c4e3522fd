package io.turnpike.gateway.plugin.chain;

import io.turnpike.gateway.exchange.Exchange;
import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.Retry;
import io.turnpike.gateway.routing.rule.RequestAttributes;
import io.turnpike.gateway.routing.rule.ValueSource;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What plugins see of a request, and make of it. For one thread at a time. */
public final class MutableRequest implements PluginRequest {

    private static final byte[] NO_BODY = {};

    private final StreamedRequest original;
    private final RequestPlace place;
    private final HeaderFields fields;
    private final Map<String, Object> attributes;
    private final List<Endpoint> mirrors = new ArrayList<>(0);
    private String path;
    private @Nullable String query;
    private String consumer = "";
    private @Nullable Endpoint endpoint;
    private long mostBytes = Long.MAX_VALUE;
    private @Nullable RequestAttributes read;
    private boolean isChanged;
    private volatile boolean isSealed;

    /** @param original as it came */
    public MutableRequest(StreamedRequest original, RequestPlace place) {
        this(original, place, new HeaderFields(original.fields()), new ConcurrentHashMap<>(4));
    }

    private MutableRequest(
            StreamedRequest original, RequestPlace place, HeaderFields fields, Map<String, Object> attributes) {
        this.original = original;
        this.place = place;
        this.fields = fields;
        this.attributes = attributes;
        this.path = original.path();
        this.query = original.query();
    }

    /** From now on only attributes can be changed. */
    void seal() {
        isSealed = true;
    }

    /** The request as it is now, for another thread: nothing but attributes can be changed, and those are the copy's own. */
    MutableRequest copy() {
        MutableRequest copy = new MutableRequest(
                original, place, new HeaderFields(fields.all()), new ConcurrentHashMap<>(attributes));
        copy.path = path;
        copy.query = query;
        copy.consumer = consumer;
        copy.endpoint = endpoint;
        copy.seal();
        return copy;
    }

    /** The request for an upstream. */
    StreamedRequest outbound() {
        return isChanged
                ? new StreamedRequest(
                        original.method(), path, query, fields.all(), original.contentLength(), original.sender())
                : original;
    }

    /** The same for a place where it goes after a failure. */
    StreamedRequest outbound(Retry retry) {
        HeaderFields changed = new HeaderFields(fields.all());
        retry.headers().forEach(changed::set);
        String arguments = query;
        for (Map.Entry<String, String> each : retry.parameters().entrySet()) {
            arguments = with(arguments, each.getKey(), each.getValue());
        }
        return new StreamedRequest(
                original.method(), path, arguments, changed.all(), original.contentLength(), original.sender());
    }

    /** Where copies go. */
    List<Endpoint> mirrors() {
        return mirrors;
    }

    /** Most bytes that the body may have. */
    long mostBytes() {
        return mostBytes;
    }

    @Override
    public String method() {
        return original.method();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void path(String next) {
        change();
        if (!next.startsWith("/") || !isPlain(next) || next.indexOf('?') >= 0 || next.indexOf('#') >= 0) {
            throw new IllegalArgumentException("no path: \"" + next + "\" (expected: percent-encoded, a slash first)");
        }
        path = next;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public void query(@Nullable String next) {
        change();
        if (next != null && (!isPlain(next) || next.indexOf('#') >= 0)) {
            throw new IllegalArgumentException("no query: \"" + next + "\" (expected: percent-encoded)");
        }
        query = next;
    }

    @Override
    public List<String> parameters(String name) {
        return read().values(ValueSource.QUERY, name);
    }

    @Override
    public void addParameter(String name, String value) {
        change();
        query = with(query, name, value);
    }

    @Override
    public List<HeaderField> headers() {
        return fields.all();
    }

    @Override
    public @Nullable String header(String name) {
        return fields.first(name);
    }

    @Override
    public void setHeader(String name, String value) {
        change();
        fields.set(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        change();
        fields.add(name, value);
    }

    @Override
    public void removeHeader(String name) {
        change();
        fields.remove(name);
    }

    @Override
    public List<String> cookies(String name) {
        return read().values(ValueSource.COOKIE, name);
    }

    @Override
    public String clientAddress() {
        return original.sender().client();
    }

    @Override
    public String scheme() {
        return original.sender().clientScheme();
    }

    @Override
    public String host() {
        return original.sender().host();
    }

    @Override
    public long contentLength() {
        return original.contentLength();
    }

    @Override
    public String routeId() {
        return place.routeId();
    }

    @Override
    public String serviceName() {
        return place.serviceName();
    }

    @Override
    public Consumers consumers() {
        return place.consumers();
    }

    @Override
    public String consumer() {
        return consumer;
    }

    @Override
    public void consumer(String name) {
        requireOpen();
        consumer = name;
    }

    @Override
    public @Nullable Object attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void attribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public void sendTo(Endpoint next) {
        requireOpen();
        endpoint = next;
    }

    @Override
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public void mirrorTo(Endpoint copy) {
        requireOpen();
        mirrors.add(copy);
    }

    @Override
    public void limitBody(long bytes) {
        requireOpen();
        if (bytes < 0) {
            throw new IllegalArgumentException("no limit: " + bytes + " bytes");
        }
        mostBytes = Math.min(mostBytes, bytes);
    }

    private void change() {
        requireOpen();
        isChanged = true;
        read = null;
    }

    private void requireOpen() {
        if (isSealed) {
            throw new IllegalStateException("a request can be changed in the phases rewrite and access only");
        }
    }

    private RequestAttributes read() {
        RequestAttributes known = read;
        if (known == null) {
            known = new RequestAttributes(new Exchange(
                    original.method(), path, query, new FieldHeaders(fields), this::clientAddress, NO_BODY, 0));
            read = known;
        }
        return known;
    }

    private static String with(@Nullable String query, String name, String value) {
        String argument = encoded(name) + '=' + encoded(value);
        return query == null || query.isEmpty() ? argument : query + '&' + argument;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** A header section as {@link Exchange} wants it. */
    record FieldHeaders(HeaderFields fields) implements Exchange.Headers {

        @Override
        public @Nullable String first(String name) {
            return fields.first(name);
        }

        @Override
        public List<String> all(String name) {
            return fields.values(name);
        }
    }
}
