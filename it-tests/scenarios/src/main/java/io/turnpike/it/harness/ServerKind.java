package io.turnpike.it.harness;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A kind of application server, and how a gateway is run on it. */
public interface ServerKind {

    /** How long a server may take to become ready, on a busy machine with two processors. */
    Duration START = Duration.ofMinutes(4);

    /**
     * The command that runs the server in the foreground with the gateway deployed at {@code /}; to be run with {@link
     * GatewaySetup#environment} in {@link GatewaySetup#directory}, as often as one likes.
     */
    List<String> command(GatewaySetup setup);

    /** Starts the server's process; returns at once. */
    default ServerProcess launch(GatewaySetup setup) {
        return ServerProcess.start(command(setup), setup.directory(), setup.environment(), setup.logFile());
    }

    /** A server whose application can be taken away and put back; started and deployed once. */
    Redeployable launchRedeployable(GatewaySetup setup);

    /** Where a server that was started with this set-up has its own MicroProfile Health, without a slash at the end. */
    URI health(GatewaySetup setup);

    /** Starts the server and waits until the gateway says that it is ready. */
    default ServerProcess start(GatewaySetup setup) {
        return awaitReady(launch(setup), setup.gateway());
    }

    /** Waits until the gateway says that it is ready; fails at once if its process ends. */
    static ServerProcess awaitReady(ServerProcess server, Gateway gateway) {
        try {
            Await.until("gateway ready at " + gateway, START, () -> {
                if (!server.isAlive()) {
                    return false;
                }
                Answer answer = gateway.get("/health/ready");
                if (answer.status() != 200) {
                    throw new IllegalStateException(answer.toString());
                }
                return true;
            });
            server.checkAlive();
            return server;
        } catch (AssertionError | RuntimeException e) {
            server.close();
            throw new AssertionError(
                    "gateway did not start; log:\n" + server.log().tail(), e);
        }
    }

    /** A running server and its one application. */
    interface Redeployable extends AutoCloseable {

        ServerProcess server();

        /** Removes the application, and returns when it is gone. */
        void undeploy();

        /** Puts the application back, and returns when it is there. */
        void deploy();

        @Override
        default void close() {
            server().close();
        }
    }
}
