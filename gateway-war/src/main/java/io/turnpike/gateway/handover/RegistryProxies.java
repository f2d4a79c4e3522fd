package io.turnpike.gateway.handover;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.gateway.handover.ProxyMessages.Said;
import io.turnpike.gateway.upstream.thrift.Dialect;
import io.turnpike.gateway.upstream.thrift.Framing;
import io.turnpike.gateway.upstream.thrift.ThriftClientOptions;
import io.turnpike.gateway.upstream.thrift.ThriftTransport;
import io.turnpike.registry.HandOver;
import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceInstance;
import io.turnpike.registry.ServiceRegistry;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.protocol.ProtocolLimits;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The RegistryProxies that the registry calls healthy, asked in turn. Each has a generic client of its own, on one I/O thread
 * that all of them share, so that a frozen one costs the others and the data plane nothing. Safe for use by several threads at
 * once; never blocks, except for {@link #close}.
 */
public final class RegistryProxies implements AutoCloseable {

    /** The longest that a request waits for a proxy, connecting included. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(RegistryProxies.class.getName());
    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_WAITING = 4096;
    private static final ThriftClientOptions OPTIONS = new ThriftClientOptions(
            Dialect.of(Framing.FRAMED),
            ANSWER_TIMEOUT,
            ANSWER_TIMEOUT,
            MAX_CONNECTIONS,
            MAX_WAITING,
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            new ProtocolLimits(64 * 1024, 16 * 1024, 16, 8));

    private final ProxyMessages messages = new ProxyMessages();
    private final SingleInstances instances = new SingleInstances();
    private final HandOverTokenCodec tokens;
    private final ServerIdCodec serverIds;
    private final HealthTimings timings;
    private final LongSupplier nanoTime;
    private final ThriftTransport transport;
    private final ServiceRegistry.Watch watch;
    private final AtomicInteger turn = new AtomicInteger();
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile List<ProxyPeer> proxies = List.of();

    // Guarded by this.
    private int named;
    private boolean closed;

    /**
     * Finds proxies from now on.
     *
     * @param registry one that proxies can be in, too
     * @param timings what a proxy is told to keep
     */
    public RegistryProxies(
            ServiceRegistry registry, HandOverTokenCodec tokens, ServerIdCodec serverIds, HealthTimings timings) {
        this(registry, tokens, serverIds, timings, System::nanoTime);
    }

    RegistryProxies(
            ServiceRegistry registry,
            HandOverTokenCodec tokens,
            ServerIdCodec serverIds,
            HealthTimings timings,
            LongSupplier nanoTime) {
        this.tokens = tokens;
        this.serverIds = serverIds;
        this.timings = timings;
        this.nanoTime = nanoTime;
        this.transport = new ThriftTransport(instances, 1);
        this.watch = registry.watch((service, passing) -> {
            if (service.equals(HandOver.PROXY_SERVICE)) {
                update(passing);
            }
        });
    }

    /**
     * Has a proxy connect a server that the gateway has authorised.
     *
     * @param asked the server, without a {@code ServerID}
     * @return empty if there is no proxy to ask; completes with what came of it, never exceptionally, on an I/O thread
     */
    public Optional<CompletionStage<ProxyAnswer>> connect(ServiceInstance asked) {
        return next().map(proxy -> {
            String token =
                    tokens.issue(HandOver.connect(asked.serviceName(), asked.ownerId(), asked.address(), asked.port()));
            return ask(
                    proxy,
                    messages.connect(),
                    messages.connectRequest(token, asked, timings),
                    said -> serverIds.verify(said.serverId()).filter(given -> isFor(given, asked)));
        });
    }

    /**
     * Has a proxy take a heartbeat that the gateway has authorised.
     *
     * @return as {@link #connect}
     */
    public Optional<CompletionStage<ProxyAnswer>> heartbeat(ServiceInstance instance) {
        return next().map(proxy -> ask(
                proxy,
                messages.heartbeat(),
                messages.heartbeatRequest(tokens.issue(HandOver.heartbeat(instance)), instance),
                said -> Optional.of(instance)));
    }

    /** How it goes. */
    public ProxyReport report() {
        List<ProxyPeer> all = proxies;
        int usable = (int) all.stream().filter(ProxyPeer::usable).count();
        return new ProxyReport(all.size(), usable, done.sum(), failed.sum());
    }

    /** Asks nobody any more; requests under way have a moment to end. */
    @Override
    public void close() {
        watch.close();
        synchronized (this) {
            closed = true;
            proxies = List.of();
        }
        transport.close();
    }

    private static boolean isFor(ServiceInstance given, ServiceInstance asked) {
        return given.isSameServer(asked) && given.ownerId().equals(asked.ownerId());
    }

    private Optional<ProxyPeer> next() {
        List<ProxyPeer> all = proxies;
        for (int i = 0; i < all.size(); i++) {
            ProxyPeer proxy = all.get(Math.floorMod(turn.getAndIncrement(), all.size()));
            if (proxy.take()) {
                return Optional.of(proxy);
            }
        }
        return Optional.empty();
    }

    private CompletionStage<ProxyAnswer> ask(
            ProxyPeer proxy,
            MethodTranscoder method,
            byte[] request,
            Function<Said, Optional<ServiceInstance>> server) {
        long asked = nanoTime.getAsLong();
        return proxy.call(method, request).handle((answer, failure) -> {
            if (answer != null) {
                proxy.answered();
            }
            ProxyAnswer result = judge(proxy, answer, failure, server);
            switch (result.kind()) {
                case DONE -> {
                    proxy.worked();
                    done.increment();
                }
                case REFUSED -> failed.increment();
                case FAILED -> {
                    if (isTimeout(failure)) {
                        proxy.isLate(asked, result.message());
                    } else {
                        proxy.putAside(result.message());
                    }
                    failed.increment();
                }
            }
            return result;
        });
    }

    private ProxyAnswer judge(
            ProxyPeer proxy,
            @Nullable Response answer,
            @Nullable Throwable failure,
            Function<Said, Optional<ServiceInstance>> server) {
        if (answer == null || failure != null) {
            return ProxyAnswer.failed(reason(failure), proxy);
        }
        Optional<Said> read = messages.read(answer);
        if (read.isEmpty()) {
            return ProxyAnswer.failed("it sent what is no answer to the call", proxy);
        }
        Said said = read.get();
        switch (said.status()) {
            case "ok" -> {
                return server.apply(said)
                        .map(instance -> ProxyAnswer.done(instance, said.message(), proxy))
                        .orElseGet(() -> ProxyAnswer.failed(
                                "the ServerID that it gave is not one for this server, signed with this cluster's secret",
                                proxy));
            }
            case "failed" -> {
                return ProxyAnswer.refused(said.message(), proxy);
            }
            default -> {
                return ProxyAnswer.failed(
                        "it answered Status \"" + said.status() + "\" (expected: ok or failed)", proxy);
            }
        }
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        return GatewayException.causeOf(failure) instanceof GatewayException problem
                && problem.error() == GatewayError.UPSTREAM_TIMEOUT;
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause = GatewayException.causeOf(failure);
        return cause instanceof GatewayException problem ? problem.detail() : String.valueOf(cause);
    }

    private synchronized void update(List<ServiceInstance> passing) {
        if (closed) {
            return;
        }
        List<ProxyPeer> next = new ArrayList<>();
        for (ServiceInstance instance : passing) {
            if (!isTrusted(instance)) {
                LOG.log(
                        Level.WARNING,
                        "A RegistryProxy at {0}:{1} is in the registry that nobody with this clusterSecret has put there;"
                                + " nothing is handed over to it",
                        instance.address(),
                        Integer.toString(instance.port()));
                continue;
            }
            next.add(proxies.stream()
                    .filter(known -> known.instance().equals(instance))
                    .findFirst()
                    .orElseGet(() -> open(instance)));
        }
        for (ProxyPeer former : proxies) {
            if (!next.contains(former)) {
                instances.hide(former.name());
                former.close();
            }
        }
        proxies = List.copyOf(next);
    }

    /**
     * Whether it was put into the registry by a RegistryProxy of ours, or by a gateway on behalf of the master key: only they can
     * sign this.
     */
    private boolean isTrusted(ServiceInstance instance) {
        return serverIds
                .verify(instance.serverId())
                .filter(signed ->
                        signed.isSameServer(instance) && signed.ownerId().equals(HandOver.PROXY_OWNER))
                .isPresent();
    }

    /** Its name is only its own, so that a proxy that is started again at the same place begins anew. */
    private ProxyPeer open(ServiceInstance instance) {
        String name = HandOver.PROXY_SERVICE + " (" + ++named + ")";
        instances.show(name, instance);
        return new ProxyPeer(name, instance, transport.open(name, OPTIONS), nanoTime);
    }
}
