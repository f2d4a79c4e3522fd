package io.turnpike.gateway.upstream.http;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.routing.rule.HttpTarget;
import io.turnpike.gateway.routing.rule.HttpTargets;
import io.turnpike.gateway.routing.rule.PathPattern;
import io.turnpike.gateway.upstream.StreamedCall;
import io.turnpike.gateway.upstream.StreamedRequest;
import io.turnpike.gateway.upstream.io.IoLoops;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.memory.InMemoryServiceRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The gateway's side of a test: a transport on one I/O thread, with a clock that the test can put forward. */
final class Gateway implements AutoCloseable {

    static final StreamedRequest.Sender SENDER =
            new StreamedRequest.Sender("192.0.2.7", false, "http", "shop.example:8080", 8080);
    static final StreamedRequest.Sender PROXY =
            new StreamedRequest.Sender("192.0.2.7", true, "http", "shop.example:8080", 8080);

    final InMemoryServiceRegistry registry =
            new InMemoryServiceRegistry(new HealthTimings(Duration.ofSeconds(45), Duration.ofSeconds(90)));
    final IoLoops loops = new IoLoops(1);
    final HttpTransport transport;

    private final AtomicLong ahead = new AtomicLong();
    private final List<HttpClient> opened = new ArrayList<>();

    Gateway() {
        this(Duration.ofSeconds(1));
    }

    /** @param continueTimeout how long a node may think about {@code Expect: 100-continue} */
    Gateway(Duration continueTimeout) {
        transport = new HttpTransport(registry, loops, () -> System.nanoTime() + ahead.get(), continueTimeout);
    }

    /** Puts the clock forward. */
    void elapse(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    /** Puts the clock forward by more than an idle timeout, and waits until what is overdue has been ended. */
    void elapseAndTick(Duration time) throws Exception {
        try (Node silent = new Node((head, socket) -> socket.getInputStream().read())) {
            Received received = send(open(silent), get());
            await(() -> !silent.heads.isEmpty());
            elapse(time);
            received.awaitProblem();
        }
    }

    HttpClient open(HttpTarget target) {
        return open(target, null);
    }

    /** @param former whose place the client takes */
    HttpClient open(HttpTarget target, @Nullable HttpClient former) {
        HttpClient client = transport.open(target, "", former);
        opened.add(client);
        return client;
    }

    HttpClient open(Node... nodes) {
        return open(target(nodes));
    }

    /** The nodes, called by the defaults. */
    static HttpTarget target(Node... nodes) {
        return HttpTargets.nodes(Arrays.stream(nodes).map(Node::address).toArray(String[]::new));
    }

    /** On these words, on as many nodes as there are. */
    static HttpTarget.Failover on(String... words) {
        return new HttpTarget.Failover(Set.of(words), 0, Optional.empty());
    }

    static StreamedRequest get(String... fields) {
        return request("GET", 0, fields);
    }

    /**
     * A request for {@code /a/b?q=1}.
     *
     * @param fields lines such as {@code Accept: text/html}
     */
    static StreamedRequest request(String method, long length, String... fields) {
        return request(SENDER, method, "/a/b", "q=1", length, fields);
    }

    static StreamedRequest request(
            StreamedRequest.Sender sender,
            String method,
            String path,
            @Nullable String query,
            long length,
            String... fields) {
        List<HeaderField> all = new ArrayList<>();
        for (String line : fields) {
            int colon = line.indexOf(':');
            all.add(new HeaderField(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return new StreamedRequest(method, path, query, all, length, sender);
    }

    /** Sends a request without a body. */
    static Received send(HttpClient client, StreamedRequest request) {
        Received received = new Received();
        begin(client, request, received);
        return received;
    }

    /** Sends a request with this body, as soon as it is wanted. */
    static Received send(HttpClient client, StreamedRequest request, String body) {
        Received received = new Received();
        CallReference call = new CallReference();
        received.onBodyWanted = () -> {
            if (received.wanted.get() == 1) {
                call.run(each -> {
                    byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
                    each.write(bytes, 0, bytes.length);
                    each.finish();
                });
            }
        };
        call.complete(begin(client, request, received));
        return received;
    }

    static StreamedCall begin(HttpClient client, StreamedRequest request, Received received) {
        return new HttpUpstream(client, PathPattern.parseUri("/*")).begin(request, List.of(), received);
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within 20 s");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    @Override
    public void close() {
        opened.forEach(HttpClient::close);
        transport.close();
        loops.close(TimeUnit.SECONDS.toNanos(3));
        registry.close();
    }
}
