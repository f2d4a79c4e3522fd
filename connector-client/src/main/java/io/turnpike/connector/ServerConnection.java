package io.turnpike.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One server's connection, kept up by a daemon thread until it is closed. Made by {@link GatewayClient#connectServer}. Safe for
 * use by several threads at once.
 */
public final class ServerConnection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ServerConnection.class.getName());

    private final Heartbeat heartbeat;
    private final Duration patience;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Thread hook;
    private final boolean leaveOnExit;
    private final Consumer<ServerConnection> onEnd;

    /**
     * @param patience how long {@link #close} waits for the gateway at most
     * @param onEnd is told, by its thread, when it has left
     */
    ServerConnection(
            Heartbeat heartbeat,
            Duration patience,
            String name,
            boolean leaveOnExit,
            Consumer<ServerConnection> onEnd) {
        this.heartbeat = heartbeat;
        this.patience = patience;
        this.thread = new Thread(this::run, "turnpike-connector-" + name);
        this.thread.setDaemon(true);
        this.hook = new Thread(this::close, "turnpike-connector-exit-" + name);
        this.leaveOnExit = leaveOnExit;
        this.onEnd = onEnd;
    }

    /**
     * Begins to connect.
     *
     * @throws IllegalStateException if the JVM is exiting
     */
    void start() {
        if (leaveOnExit) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
        thread.start();
    }

    private void run() {
        try {
            keepUp();
        } finally {
            onEnd.accept(this);
            forgetHook();
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "The JVM is exiting already", e);
        }
    }

    private void keepUp() {
        try {
            Duration pause = heartbeat.step();
            while (!closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                pause = heartbeat.step();
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.WARNING, "Interrupted: the server leaves the gateway");
        }
        heartbeat.leave();
    }

    /** How the server stands with the gateway now. */
    public ConnectionState state() {
        return heartbeat.state();
    }

    /** The ID that the gateway gave; empty while it is not connected. */
    public Optional<String> serverId() {
        return Optional.ofNullable(heartbeat.serverId());
    }

    /** Tells the thread to leave and end, without waiting. */
    void beginClose() {
        closing.countDown();
    }

    /** Leaves the gateway at once and ends the thread; waits for that, but no longer than twice the timeout. */
    @Override
    public void close() {
        beginClose();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(Math.max(1, patience.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
