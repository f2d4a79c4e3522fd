package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.gateway.upstream.io.ConnectFailure;
import io.turnpike.gateway.upstream.io.IoLoop;
import io.turnpike.gateway.upstream.io.IoLoops;
import io.turnpike.registry.ServiceInstance;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one service's client, and the calls that wait for one.
 *
 * <p>One short lock guards the state; nothing is done under it but moving links between lists and queueing tasks; even the
 * time is asked for before it is taken. A call takes it twice, once to get a connection and once to give it back.
 *
 * <p>A call is given the idle connection used last of the instance whose turn it is. If that instance has none, a connect to
 * it is started, and the call goes to another instance's idle connection or, if there is none, waits. A waiting call is not
 * bound to an instance: the next connection that is opened or becomes free carries it. So a connect that fails costs no
 * call as long as one instance can be reached.
 */
final class ConnectionPool {

    private enum Placement {
        GIVEN,
        WAITING,
        NONE_LIVE,
        FULL,
        CLOSED,
        TOO_LATE
    }

    private final Object lock = new Object();
    private final String service;
    private final ThriftClientOptions options;
    private final IoLoops loops;
    private final ByteSinkPool sinks;
    private final LongSupplier nanoTime;
    private final Endpoints endpoints;
    private final CallFailures failures;
    private final CallQueue calls = new CallQueue();
    private final Consumer<ConnectionPool> waker;
    private int connecting;
    private boolean awake;
    private boolean closed;

    /** What there is to do for a pool as time goes by. */
    enum Tick {
        /** Something: it is to be ticked again. */
        AWAKE,
        /** Nothing, until it asks to be woken. */
        ASLEEP,
        /** Nothing, ever: it is closed and every call has its answer. */
        DONE
    }

    /**
     * @param noLiveInstance says why there is none, given the instances that the registry calls alive
     * @param waker is told that there is something to {@link #tick} for from now on; once, until that said that there is not; with the
     *     lock held, so it must be short
     */
    ConnectionPool(
            String service,
            ThriftClientOptions options,
            IoLoops loops,
            ByteSinkPool sinks,
            LongSupplier nanoTime,
            EndpointProbe.Starter probes,
            Function<List<EndpointStatus>, GatewayException> noLiveInstance,
            Consumer<ConnectionPool> waker) {
        this.service = service;
        this.options = options;
        this.loops = loops;
        this.sinks = sinks;
        this.nanoTime = nanoTime;
        this.endpoints = new Endpoints(service, options, loops, nanoTime, probes, this::probed);
        this.waker = waker;
        this.failures = new CallFailures(loops, sinks, () -> noLiveInstance.apply(status()));
    }

    String service() {
        return service;
    }

    ThriftClientOptions options() {
        return options;
    }

    ByteSinkPool sinks() {
        return sinks;
    }

    /** Takes a new call. */
    void submit(ThriftCall call) {
        Placement placement = Placement.CLOSED;
        long now = nanoTime.getAsLong();
        synchronized (lock) {
            if (!closed) {
                calls.add(call);
                wake();
                placement = place(call, options.maxPendingCalls(), now);
            }
        }
        proceed(call, placement);
    }

    /** Takes back a call that was given to a connection which turned out to be closed before anything was sent. */
    void resubmit(ThriftCall call) {
        Placement placement = Placement.TOO_LATE;
        long now = nanoTime.getAsLong();
        synchronized (lock) {
            call.connection = null;
            if (calls.contains(call)) {
                placement = place(call, Integer.MAX_VALUE, now);
            }
        }
        proceed(call, placement);
    }

    /** A connect has succeeded. To be called on the connection's thread. */
    void opened(ThriftConnection connection) {
        ThriftCall next;
        long now = nanoTime.getAsLong();
        synchronized (lock) {
            connecting--;
            connection.endpoint().connecting--;
            connection.endpoint().open++;
            next = takeNext(connection, now);
        }
        if (next != null) {
            connection.start(next);
        }
    }

    /** A connect has failed. */
    void connectFailed(Endpoint endpoint, ConnectFailure failure) {
        List<ThriftCall> victims = List.of();
        synchronized (lock) {
            connecting--;
            endpoint.connecting--;
            boolean saysNothing = failure.kind() == ConnectFailure.Kind.NO_RESOURCES
                    || (failure.kind() == ConnectFailure.Kind.TIMED_OUT && endpoint.open > 0);
            if (!saysNothing) {
                endpoints.unreachable(endpoint, failure.reason());
                victims = takeHopeless();
            } else {
                endpoint.paused = true;
                if (connecting == 0 && endpoints.noneOpen()) {
                    victims = calls.takeWaiting();
                }
            }
            grow();
            if (saysNothing) {
                endpoint.faults().warn("a connect failed: " + failure.reason());
            }
        }
        failures.failAll(
                victims,
                failure.kind() == ConnectFailure.Kind.NO_RESOURCES
                        ? Problems.noResources(service, failure.reason())
                        : null);
    }

    /**
     * A call has its answer and its connection is free again. To be called on the connection's thread.
     *
     * @return the call that the connection carries next; null if there is none for it
     */
    @Nullable
    ThriftCall released(ThriftConnection connection, ThriftCall done) {
        long now = nanoTime.getAsLong();
        synchronized (lock) {
            calls.remove(done);
            connection.endpoint().done(connection, !done.oneway(), now);
            return takeNext(connection, now);
        }
    }

    /**
     * A connection is being closed.
     *
     * @param call the call that it carried, which gets its answer from the connection
     * @param why what that says of the server
     */
    void discarded(ThriftConnection connection, @Nullable ThriftCall call, Discard why) {
        synchronized (lock) {
            Endpoint endpoint = connection.endpoint();
            endpoint.gone(connection);
            if (call != null) {
                calls.remove(call);
            }
            boolean askForFraming = why == Discard.DOUBTFUL && options.framing() == Framing.AUTO;
            // A server that closes the last connection may have stopped, or be about to start again as another one.
            boolean lookWhetherItIsThere = why != Discard.UNNEEDED && endpoint.open == 0;
            if (askForFraming || lookWhetherItIsThere) {
                endpoints.doubt(endpoint);
            }
            grow();
        }
    }

    /** Follows the registry: these instances may be called now, and no others. */
    void update(List<ServiceInstance> passing) {
        List<ThriftCall> victims;
        synchronized (lock) {
            endpoints.update(passing);
            wake();
            victims = takeHopeless();
            grow();
        }
        failures.failAll(victims, null);
    }

    /** Ends what has waited too long; to be called every few milliseconds on an I/O thread while it is awake. */
    Tick tick() {
        long now = nanoTime.getAsLong();
        List<ThriftCall> waitedTooLong;
        synchronized (lock) {
            waitedTooLong = calls.takeOverdue(
                    now,
                    (connection, call) ->
                            connection.requestAbort(call, Problems.timeout(service, options.callTimeout()), true));
            for (Endpoint endpoint : endpoints.all()) {
                endpoint.paused = false;
                endpoint.closeUnneeded(now, options.idleTimeout().toNanos());
                endpoints.probeIfDue(endpoint, now, calls.waiting() > 0);
            }
            grow();
        }
        if (!waitedTooLong.isEmpty()) {
            failures.failAll(waitedTooLong, Problems.waitedTooLong(service, options.callTimeout()));
        }
        synchronized (lock) {
            if (closed && calls.isEmpty()) {
                return Tick.DONE;
            }
            awake = !calls.isEmpty() || connecting > 0 || !endpoints.areQuiet();
            return awake ? Tick.AWAKE : Tick.ASLEEP;
        }
    }

    List<EndpointStatus> status() {
        synchronized (lock) {
            return endpoints.status();
        }
    }

    /** How many connections are established. */
    int openConnections() {
        synchronized (lock) {
            return endpoints.all().stream().mapToInt(each -> each.open).sum();
        }
    }

    /** Closes idle connections now and the others when nothing needs them any more. */
    void close() {
        synchronized (lock) {
            closed = true;
            endpoints.close();
            wake();
        }
    }

    /** Ends every call that has no answer yet. */
    void abort() {
        GatewayException problem = Problems.stopped(service);
        List<ThriftCall> victims;
        synchronized (lock) {
            closed = true;
            wake();
            victims = calls.takeWaiting();
            calls.takeCarried((connection, call) -> connection.requestAbort(call, problem, false));
        }
        failures.failAll(victims, problem);
    }

    private void probed(Endpoint endpoint, ProbeResult result) {
        List<ThriftCall> victims;
        synchronized (lock) {
            if (endpoints.found(endpoint, result)) {
                open(endpoint);
            }
            victims = takeHopeless();
            grow();
        }
        failures.failAll(victims, null);
    }

    // Everything below is called with the lock held, unless it says otherwise.

    private void wake() {
        if (!awake) {
            awake = true;
            waker.accept(this);
        }
    }

    private Placement place(ThriftCall call, int maxWaiting, long now) {
        Endpoint turn = endpoints.choose(Endpoint::usable);
        ThriftConnection connection = turn == null ? null : takeIdle(turn);
        if (connection != null) {
            give(call, connection, now);
            return Placement.GIVEN;
        }
        boolean hopeless = endpoints.nobodyComing();
        if (hopeless || calls.waiting() >= maxWaiting) {
            calls.remove(call);
            return hopeless ? Placement.NONE_LIVE : Placement.FULL;
        }
        calls.await(call);
        grow();
        return Placement.WAITING;
    }

    /** Without the lock. */
    private void proceed(ThriftCall call, Placement placement) {
        switch (placement) {
            case GIVEN -> {
                ThriftConnection connection = call.connection;
                if (connection != null) {
                    connection.handOver(call);
                }
            }
            case WAITING -> {}
            case NONE_LIVE -> failures.failForWantOfInstance(call);
            case FULL -> failures.fail(call, Problems.overloaded(service, options.maxPendingCalls()));
            case CLOSED -> failures.fail(call, Problems.closed(service));
            case TOO_LATE -> failures.fail(call, Problems.waitedTooLong(service, options.callTimeout()));
        }
    }

    private @Nullable ThriftConnection takeIdle(Endpoint turn) {
        ThriftConnection connection = turn.idle.pollLast();
        if (connection != null) {
            return connection;
        }
        if (turn.connecting == 0 || connecting <= calls.waiting()) {
            open(turn);
        }
        for (Endpoint other : endpoints.all()) {
            connection = other.idle.pollLast();
            if (connection != null) {
                return connection;
            }
        }
        return null;
    }

    /** What a free connection does next: carry a call, wait in the pool, or close. */
    private @Nullable ThriftCall takeNext(ThriftConnection connection, long now) {
        Endpoint endpoint = connection.endpoint();
        if (endpoint.retired || !endpoint.reachable() || connection.framing() != endpoint.framing) {
            connection.requestClose();
            return null;
        }
        if (connection.served && endpoint.mayStarve(now)) {
            endpoint.makeRoom(connection, now);
            return null;
        }
        ThriftCall next = calls.nextWaiting();
        if (next != null) {
            give(next, connection, now);
        } else if (closed) {
            connection.requestClose();
        } else {
            connection.idleSinceNanos = now;
            endpoint.idle.addLast(connection.idle);
        }
        return next;
    }

    private void give(ThriftCall call, ThriftConnection connection, long now) {
        call.connection = connection;
        connection.endpoint().given(connection, now);
    }

    /** Opens connections as long as more calls wait than connects are under way. */
    private void grow() {
        while (calls.waiting() > connecting) {
            Endpoint endpoint = endpoints.choose(Endpoint::canGrow);
            if (endpoint == null) {
                return;
            }
            open(endpoint);
        }
    }

    private void open(Endpoint endpoint) {
        InetSocketAddress address = endpoint.address;
        if (address == null || !endpoint.canGrow()) {
            return;
        }
        IoLoop loop = loops.next();
        ThriftConnection connection = new ThriftConnection(this, endpoint, loop, endpoint.framing);
        connecting++;
        endpoint.connecting++;
        loop.execute(() -> {
            try {
                loop.connect(
                        address,
                        options.connectTimeout(),
                        result -> {
                            if (result.isSuccess()) {
                                opened(connection);
                            } else {
                                connectFailed(endpoint, ConnectFailure.of(result.cause()));
                            }
                        },
                        connection);
            } catch (RuntimeException e) {
                connectFailed(endpoint, ConnectFailure.of(e));
            }
        });
    }

    private List<ThriftCall> takeHopeless() {
        return calls.waiting() == 0 || !endpoints.nobodyComing() ? List.of() : calls.takeWaiting();
    }
}
