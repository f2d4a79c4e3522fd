package io.turnpike.gateway.persistence;

import de.bwaldvogel.mongo.wire.MongoDatabaseHandler;
import de.bwaldvogel.mongo.wire.MongoExceptionHandler;
import de.bwaldvogel.mongo.wire.MongoWireMessageEncoder;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.MongoWireReplyEncoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A server of the MongoDB protocol within this process, on a loopback port, over one file in the data directory. Other users of
 * the machine can reach the port, but are not let in, see {@link Gatekeeper}.
 *
 * <p>Puts the handlers of mongo-java-server together itself, as its {@code MongoServer} does: that one has no gate, and takes
 * seconds to end.
 */
final class EmbeddedServer implements AutoCloseable {

    private final StoreFile file;
    private final EventThread thread;
    private final ChannelGroup connections;
    private final Channel listener;
    private final String password;

    private EmbeddedServer(
            StoreFile file, EventThread thread, ChannelGroup connections, Channel listener, String password) {
        this.file = file;
        this.thread = thread;
        this.connections = connections;
        this.listener = listener;
        this.password = password;
    }

    /**
     * Opens the file, which nobody else can from then on, and starts the server.
     *
     * @throws StoreUnavailableException if the directory or the file cannot be used; the message says why
     */
    static EmbeddedServer open(Path dataDirectory) throws StoreUnavailableException {
        StoreFile file = StoreFile.open(dataDirectory);
        EventThread thread = new EventThread("turnpike-embedded-store");
        // From SecureRandom, 122 bits; new with every start, and nowhere but in this process.
        String password = "turnpike " + UUID.randomUUID();
        ChannelGroup connections = new DefaultChannelGroup(thread.loop());
        try {
            Channel listener = new ServerBootstrap()
                    .group(thread.loop())
                    .channel(NioServerSocketChannel.class)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(pipeline(file.backend(), connections, password))
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .syncUninterruptibly()
                    .channel();
            return new EmbeddedServer(file, thread, connections, listener, password);
        } catch (RuntimeException e) {
            thread.close();
            file.backend().close();
            throw new StoreUnavailableException("The embedded store cannot listen on a loopback port: " + e, e);
        }
    }

    private static ChannelInitializer<Channel> pipeline(
            DurableBackend backend, ChannelGroup connections, String password) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel connection) {
                connection
                        .pipeline()
                        .addLast(
                                new MongoWireReplyEncoder(),
                                new MongoWireMessageEncoder(),
                                new MongoWireProtocolHandler(),
                                new Gatekeeper(password),
                                new MongoDatabaseHandler(backend, connections),
                                new MongoExceptionHandler());
            }
        };
    }

    /** Where it listens. */
    InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** What a client has to give as its application name; a secret. */
    String password() {
        return password;
    }

    /** The file that it keeps everything in. */
    Path file() {
        return file.path();
    }

    /** Closes the file alone. */
    void closeFile() {
        file.backend().close();
    }

    /** Whether the file can still be written; it cannot once a write has failed, for one because the disk was full. */
    boolean usable() {
        return !file.backend().isClosed();
    }

    /** Ends the server with its thread, then closes the file; waits until both are done. */
    @Override
    public void close() {
        try {
            listener.close().awaitUninterruptibly();
            connections.close().awaitUninterruptibly();
            thread.close();
        } finally {
            closeFile();
        }
    }
}
