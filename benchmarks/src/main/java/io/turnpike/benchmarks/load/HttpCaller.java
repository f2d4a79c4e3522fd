package io.turnpike.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** One kept-alive connection of {@link HttpLoad}, with at most one call on its way. The lock of the load guards it. */
final class HttpCaller {

    /** What has come of a call. */
    enum Outcome {
        NOT_YET,
        GOOD,
        FAILED
    }

    private static final int FIRST_SIZE = 32 * 1024;
    private static final int SUCCESS = 2;
    private static final int HUNDRED = 100;

    private final InetSocketAddress address;
    private final ByteBuffer request;
    private final Selector selector;
    private SocketChannel channel;
    private byte[] in = new byte[FIRST_SIZE];
    private int filled;
    private long due;

    HttpCaller(InetSocketAddress address, byte[] request, Selector selector) throws IOException {
        this.address = address;
        this.request = ByteBuffer.allocateDirect(request.length).put(request);
        this.selector = selector;
        this.channel = connect();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel fresh = SocketChannel.open(address);
        fresh.setOption(StandardSocketOptions.TCP_NODELAY, true);
        fresh.configureBlocking(false);
        fresh.register(selector, SelectionKey.OP_READ, this);
        return fresh;
    }

    /** When the call on its way, or the last one, was due. */
    long due() {
        return due;
    }

    /** Sends a call. A request is far smaller than a socket's buffer, which is empty when the last answer has come. */
    void send(long timeDue) throws IOException {
        due = timeDue;
        request.flip();
        try {
            while (request.hasRemaining()) {
                channel.write(request);
            }
        } catch (IOException e) {
            // The other end has closed it: reading will tell so.
            request.position(request.limit());
        }
    }

    /** Reads what is there. A connection that the other end closed is made anew. */
    Outcome receive() throws IOException {
        int count = -1;
        try {
            count = channel.read(ByteBuffer.wrap(in, filled, in.length - filled));
        } catch (IOException e) {
            // As good as closed.
        }
        if (count < 0) {
            channel.close();
            filled = 0;
            channel = connect();
            return Outcome.FAILED;
        }
        filled += count;
        int end = HttpMessage.end(in, 0, filled);
        if (end == HttpMessage.INCOMPLETE) {
            if (filled == in.length) {
                in = Arrays.copyOf(in, 2 * in.length);
            }
            return Outcome.NOT_YET;
        }
        boolean good = end == filled && HttpMessage.status(in, 0, end) / HUNDRED == SUCCESS;
        filled = 0;
        return good ? Outcome.GOOD : Outcome.FAILED;
    }
}
