package io.turnpike.gateway.upstream.thrift;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.gateway.upstream.io.ConnectFailure;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.Resolver;
import io.turnpike.registry.ServiceInstance;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Finds out whether an instance can be reached and, where its framing is not given, which one it speaks.
 *
 * <p>The framing is asked for in the service's protocol, without a frame first: a framed server takes the version in front,
 * binary or compact, for a negative length and closes, while an unframed server that gets a frame may wait for more for ever.
 * A server that answers in neither framing (some close on a method that they do not know) is taken for a framed one; the pool
 * asks again from time to time as long as no call has succeeded.
 */
final class EndpointProbe {

    /** How long an answer to the call of an unknown method may take in each framing. */
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);

    /** Starts probes; never blocks. */
    @FunctionalInterface
    interface Starter {

        /** @param done is told the result once, on the loop's thread */
        void start(ServiceInstance instance, ThriftClientOptions options, IoLoop loop, Consumer<ProbeResult> done);
    }

    private final ServiceInstance instance;
    private final ThriftClientOptions options;
    private final IoLoop loop;
    private final Resolver resolver;
    private final ByteSinkPool sinks;
    private final Consumer<ProbeResult> done;

    /** @param done is told the result once, on the loop's thread */
    EndpointProbe(
            ServiceInstance instance,
            ThriftClientOptions options,
            IoLoop loop,
            Resolver resolver,
            ByteSinkPool sinks,
            Consumer<ProbeResult> done) {
        this.instance = instance;
        this.options = options;
        this.loop = loop;
        this.resolver = resolver;
        this.sinks = sinks;
        this.done = done;
    }

    void start() {
        resolver.resolve(instance.address(), loop, addresses -> {
            if (addresses.isEmpty()) {
                unreachable("the host name " + instance.address() + " is not known");
            } else {
                tryAddress(addresses, 0);
            }
        });
    }

    private void tryAddress(List<InetAddress> addresses, int index) {
        InetSocketAddress address = new InetSocketAddress(addresses.get(index), instance.port());
        Consumer<String> failed = reason -> {
            if (index + 1 < addresses.size()) {
                tryAddress(addresses, index + 1);
            } else {
                unreachable(reason);
            }
        };
        if (options.framing() == Framing.AUTO) {
            ask(
                    Framing.BUFFERED,
                    address,
                    unframed -> {
                        if (unframed == FramingProbe.Outcome.ANSWERED) {
                            done.accept(new ProbeResult(address, Framing.BUFFERED, true, "buffered"));
                        } else {
                            ask(
                                    Framing.FRAMED,
                                    address,
                                    framed -> done.accept(framedResult(address, unframed, framed)),
                                    failed);
                        }
                    },
                    failed);
        } else {
            connect(
                    address,
                    new ChannelInboundHandlerAdapter(),
                    () -> done.accept(new ProbeResult(
                            address,
                            options.framing(),
                            true,
                            options.framing().name().toLowerCase(Locale.ROOT))),
                    failed,
                    true);
        }
    }

    private static ProbeResult framedResult(
            InetSocketAddress address, FramingProbe.Outcome unframed, FramingProbe.Outcome framed) {
        return framed == FramingProbe.Outcome.ANSWERED
                ? new ProbeResult(address, Framing.FRAMED, true, "framed")
                : new ProbeResult(
                        address,
                        Framing.FRAMED,
                        false,
                        "framing unknown, taken for framed: a call of an unknown method got no Thrift answer (unframed: "
                                + word(unframed) + ", framed: " + word(framed) + ")");
    }

    private void ask(
            Framing framing, InetSocketAddress address, Consumer<FramingProbe.Outcome> found, Consumer<String> failed) {
        connect(
                address,
                new FramingProbe(framing, options.dialect(), loop, ANSWER_TIMEOUT, sinks, found),
                () -> {},
                failed,
                false);
    }

    private void connect(
            InetSocketAddress address,
            ChannelHandler handler,
            Runnable connected,
            Consumer<String> failed,
            boolean closeAtOnce) {
        try {
            loop.connect(
                    address,
                    options.connectTimeout(),
                    result -> {
                        if (!result.isSuccess()) {
                            failed.accept(ConnectFailure.of(result.cause()).reason());
                            return;
                        }
                        if (closeAtOnce) {
                            var unused = result.channel().close();
                        }
                        connected.run();
                    },
                    handler);
        } catch (RuntimeException e) {
            failed.accept(ConnectFailure.of(e).reason());
        }
    }

    private void unreachable(String reason) {
        done.accept(new ProbeResult(null, options.framing(), false, reason));
    }

    private static String word(FramingProbe.Outcome outcome) {
        return switch (outcome) {
            case ANSWERED -> "answered";
            case CLOSED -> "connection closed";
            case GARBAGE -> "other bytes";
            case SILENT -> "silence";
        };
    }
}
