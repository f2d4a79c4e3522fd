package io.turnpike.registryproxy;

import io.turnpike.registry.HandOverTokenCodec;
import io.turnpike.registry.HealthTimings;
import io.turnpike.registry.ServerIdCodec;
import io.turnpike.registry.ServiceRegistrar;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.server.TThreadedSelectorServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TTransportException;

/**
 * The RegistryProxy on a port: Thrift's binary protocol over framed transport. Listens from its construction until it is closed.
 * Safe for use by several threads at once.
 */
public final class RegistryProxyServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RegistryProxyServer.class.getName());

    /** A request is a token, a ServerID and a few names: 16 KiB are twice the largest. */
    private static final int MAX_FRAME_BYTES = 16 * 1024;

    private static final int SELECTOR_THREADS = 1;

    /** What they do is wait for Consul. */
    private static final int WORKER_THREADS = 16;

    private static final int CLOSE_SECONDS = 10;

    private final RegistryProxy proxy;
    private final InetSocketAddress address;
    private final TNonblockingServerSocket socket;
    private final TThreadedSelectorServer server;
    private final ExecutorService workers;
    private final Thread serving;

    /**
     * Starts to listen.
     *
     * @param address where; port 0: any that is free
     * @param timings the periods that the registrar applies to every instance
     * @param secret the cluster's secret, as the gateway has it
     * @throws IOException if it cannot listen there; nothing is left open then
     */
    public RegistryProxyServer(
            InetSocketAddress address,
            ServiceRegistrar registrar,
            HealthTimings timings,
            byte[] secret,
            InstantSource clock)
            throws IOException {
        this.address = address;
        this.proxy =
                new RegistryProxy(registrar, timings, new ServerIdCodec(secret), new HandOverTokenCodec(secret, clock));
        if (address.isUnresolved()) {
            throw new IOException(address.getHostString() + " cannot be looked up");
        }
        try {
            this.socket =
                    new TNonblockingServerSocket(new TNonblockingServerSocket.NonblockingAbstractServerSocketArgs()
                            .bindAddr(address)
                            .maxFrameSize(MAX_FRAME_BYTES));
        } catch (TTransportException e) {
            throw new IOException(e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause()), e);
        }
        this.workers =
                Executors.newFixedThreadPool(WORKER_THREADS, task -> daemon(task, "turnpike-registry-proxy-worker"));
        this.server = new TThreadedSelectorServer(new TThreadedSelectorServer.Args(socket)
                .selectorThreads(SELECTOR_THREADS)
                .executorService(workers)
                .stopTimeoutVal(CLOSE_SECONDS)
                .stopTimeoutUnit(TimeUnit.SECONDS)
                .processor(ThriftInterface.processor(proxy)));
        this.serving = daemon(this::serve, "turnpike-registry-proxy");
        this.serving.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void serve() {
        try {
            server.serve();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The RegistryProxy has stopped serving", e);
        }
    }

    /** Where it listens; meaningless after {@link #close}. */
    public int port() {
        return socket.getPort();
    }

    /** Whether it takes requests: shortly after construction, until it is closed or breaks down. */
    public boolean isServing() {
        return server.isServing();
    }

    /** Whether it answers a call now, which it makes itself; takes a second or two when it does not. */
    public boolean isAnswering() {
        return isServing() && SelfCall.isAnswered(new InetSocketAddress(address.getAddress(), port()));
    }

    /** What it has done so far. */
    public ProxyCounts counts() {
        return proxy.counts();
    }

    /** Stops listening, closes every connection and ends its threads; waits for that for some seconds at most. */
    @Override
    public void close() {
        server.stop();
        workers.shutdown();
        try {
            serving.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (serving.isAlive()) {
            LOG.log(Level.WARNING, "The RegistryProxy''s threads have not ended after {0} s", CLOSE_SECONDS);
        }
    }
}
