package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.Consumers;
import io.turnpike.gateway.plugin.Endpoint;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.chain.MutableRequest;
import io.turnpike.gateway.plugin.chain.RequestPlace;
import io.turnpike.gateway.upstream.StreamedRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for the unit tests of plugins: the gateway's own, which is made of what the test says when it is first asked, and keeps what only
 * the gateway sees of it.
 */
public final class FakeRequest implements PluginRequest {

    private static final int PORT = 4200;

    private final String method;
    private final String target;
    private final List<HeaderField> fields = new ArrayList<>();
    private final List<Endpoint> mirrors = new ArrayList<>();
    private String clientAddress = "192.0.2.1";
    private String scheme = "http";
    private String host = "api.example.com";
    private long contentLength;
    private long bodyLimit = Long.MAX_VALUE;
    private Consumers consumers = Consumers.NONE;
    private MutableRequest made;

    private FakeRequest(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /** A request; target is path and query. */
    public static FakeRequest of(String method, String target) {
        return new FakeRequest(method, target);
    }

    public static FakeRequest get(String target) {
        return of("GET", target);
    }

    /** The same with one more line, {@code name: value}. */
    public FakeRequest with(String line) {
        requireNotMade();
        int colon = line.indexOf(':');
        fields.add(new HeaderField(
                line.substring(0, colon), line.substring(colon + 1).strip()));
        return this;
    }

    /** The same where these consumers are known. */
    public FakeRequest among(Consumers known) {
        requireNotMade();
        consumers = known;
        return this;
    }

    public FakeRequest from(String address) {
        requireNotMade();
        clientAddress = address;
        return this;
    }

    public FakeRequest by(String newScheme, String newHost) {
        requireNotMade();
        scheme = newScheme;
        host = newHost;
        return this;
    }

    public FakeRequest withBody(long length) {
        requireNotMade();
        contentLength = length;
        return this;
    }

    public List<Endpoint> mirrors() {
        return mirrors;
    }

    public long bodyLimit() {
        return bodyLimit;
    }

    private void requireNotMade() {
        if (made != null) {
            throw new IllegalStateException("the request has been used already");
        }
    }

    private MutableRequest made() {
        if (made == null) {
            int mark = target.indexOf('?');
            made = new MutableRequest(
                    new StreamedRequest(
                            method,
                            mark < 0 ? target : target.substring(0, mark),
                            mark < 0 ? null : target.substring(mark + 1),
                            fields,
                            contentLength,
                            new StreamedRequest.Sender("203.0.113.1", true, "http", host, PORT, clientAddress, scheme)),
                    new RequestPlace("route", "", consumers));
        }
        return made;
    }

    @Override
    public String method() {
        return made().method();
    }

    @Override
    public String path() {
        return made().path();
    }

    @Override
    public void path(String path) {
        made().path(path);
    }

    @Override
    public String query() {
        return made().query();
    }

    @Override
    public void query(String query) {
        made().query(query);
    }

    @Override
    public List<String> parameters(String name) {
        return made().parameters(name);
    }

    @Override
    public void addParameter(String name, String value) {
        made().addParameter(name, value);
    }

    @Override
    public List<HeaderField> headers() {
        return made().headers();
    }

    @Override
    public String header(String name) {
        return made().header(name);
    }

    @Override
    public void setHeader(String name, String value) {
        made().setHeader(name, value);
    }

    @Override
    public void addHeader(String name, String value) {
        made().addHeader(name, value);
    }

    @Override
    public void removeHeader(String name) {
        made().removeHeader(name);
    }

    @Override
    public List<String> cookies(String name) {
        return made().cookies(name);
    }

    @Override
    public String clientAddress() {
        return made().clientAddress();
    }

    @Override
    public String scheme() {
        return made().scheme();
    }

    @Override
    public String host() {
        return made().host();
    }

    @Override
    public long contentLength() {
        return made().contentLength();
    }

    @Override
    public String routeId() {
        return made().routeId();
    }

    @Override
    public String serviceName() {
        return made().serviceName();
    }

    @Override
    public Consumers consumers() {
        return made().consumers();
    }

    @Override
    public String consumer() {
        return made().consumer();
    }

    @Override
    public void consumer(String name) {
        made().consumer(name);
    }

    @Override
    public Object attribute(String name) {
        return made().attribute(name);
    }

    @Override
    public void attribute(String name, Object value) {
        made().attribute(name, value);
    }

    @Override
    public void sendTo(Endpoint endpoint) {
        made().sendTo(endpoint);
    }

    @Override
    public Endpoint endpoint() {
        return made().endpoint();
    }

    @Override
    public void mirrorTo(Endpoint mirror) {
        made().mirrorTo(mirror);
        mirrors.add(mirror);
    }

    @Override
    public void limitBody(long bytes) {
        made().limitBody(bytes);
        bodyLimit = Math.min(bodyLimit, bytes);
    }
}
