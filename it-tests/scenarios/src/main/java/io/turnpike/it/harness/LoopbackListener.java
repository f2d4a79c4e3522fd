package io.turnpike.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Accepts connections on a free port of the loopback address and serves each on a daemon thread of its own, until it is closed with all of them. */
final class LoopbackListener implements AutoCloseable {

    /** Connections that may wait to be accepted: on a busy machine the thread that does so comes late. */
    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final String name;
    private final Service service;
    private final Consumer<Exception> failures;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Thread acceptor;

    /** What is done with a connection, which is closed afterwards. */
    @FunctionalInterface
    interface Service {
        void serve(Socket socket) throws IOException;
    }

    private LoopbackListener(String name, Service service, Consumer<Exception> failures) throws IOException {
        this.name = name;
        this.service = service;
        this.failures = failures;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.acceptor = daemon(this::accept);
    }

    /**
     * Starts to accept.
     *
     * @param name of its threads
     * @param failures gets what a service has failed with, on its thread
     */
    static LoopbackListener start(String name, Service service, Consumer<Exception> failures) {
        try {
            LoopbackListener started = new LoopbackListener(name, service, failures);
            started.acceptor.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    private Thread daemon(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                daemon(() -> serve(socket)).start();
            }
        } catch (IOException e) {
            // Closed: the end.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            service.serve(socket);
        } catch (IOException | RuntimeException e) {
            failures.accept(e);
        } finally {
            sockets.remove(socket);
        }
    }

    /** From now on nothing is accepted, and nothing that was is open: an accept that is under way may still succeed when the listener has been closed. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
