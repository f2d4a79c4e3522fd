package io.turnpike.it.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many HTTP/1.1 calls on as many connections from one thread, so that the client costs the machine as little as it can. */
final class HttpBurst {

    private static final Pattern LENGTH = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)");
    private static final int MAX_RESPONSE = 8192;

    /**
     * What came of a burst.
     *
     * @param statuses number of answers by status; 0 stands for a call without an answer
     * @param nanos from the first byte sent to the last answer
     */
    record Outcome(Map<Integer, Integer> statuses, long nanos) {}

    private static final class Line {
        private final ByteBuffer out;
        private final ByteBuffer in = ByteBuffer.allocate(MAX_RESPONSE);
        private int left;

        Line(byte[] request, int calls) {
            this.out = ByteBuffer.wrap(request);
            this.left = calls;
        }
    }

    private final InetSocketAddress address;
    private final byte[] request;
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private int open;

    private HttpBurst(URI gateway, String path, String body) {
        this.address = new InetSocketAddress(gateway.getHost(), gateway.getPort());
        this.request = ("POST " + path + " HTTP/1.1\r\nHost: " + gateway.getAuthority()
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends {@code calls} calls on each of {@code connections} connections, one after the other on each. */
    static Outcome run(URI gateway, String path, String body, int connections, int calls, long patienceMillis)
            throws IOException {
        return new HttpBurst(gateway, path, body).run(connections, calls, patienceMillis);
    }

    private Outcome run(int connections, int calls, long patienceMillis) throws IOException {
        try (Selector selector = Selector.open()) {
            long start = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.socket().setTcpNoDelay(true);
                boolean connected = channel.connect(address);
                channel.register(
                        selector,
                        connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT,
                        new Line(request, calls));
                open++;
            }
            long end = start + patienceMillis * 1_000_000;
            long last = start;
            while (open > 0 && System.nanoTime() - end < 0) {
                selector.select(100);
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    serve(key);
                    last = System.nanoTime();
                }
            }
            for (SelectionKey key : selector.keys()) {
                if (key.channel().isOpen()) {
                    fail(key);
                }
            }
            return new Outcome(Map.copyOf(statuses), last - start);
        }
    }

    private void serve(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        Line line = (Line) key.attachment();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_WRITE);
            } else if (key.isWritable()) {
                channel.write(line.out);
                if (!line.out.hasRemaining()) {
                    key.interestOps(SelectionKey.OP_READ);
                }
            } else if (key.isReadable()) {
                if (channel.read(line.in) < 0) {
                    fail(key);
                    return;
                }
                int status = complete(line.in);
                if (status != 0) {
                    statuses.merge(status, 1, Integer::sum);
                    line.in.clear();
                    line.out.rewind();
                    if (--line.left == 0) {
                        close(key);
                    } else {
                        key.interestOps(SelectionKey.OP_WRITE);
                    }
                } else if (!line.in.hasRemaining()) {
                    fail(key);
                }
            }
        } catch (IOException e) {
            fail(key);
        }
    }

    /** The status of a complete response, 0 while it is not complete. */
    private static int complete(ByteBuffer in) {
        String text = StandardCharsets.ISO_8859_1.decode(in.duplicate().flip()).toString();
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return 0;
        }
        Matcher length = LENGTH.matcher(text.substring(0, head));
        boolean whole = length.find()
                ? text.length() >= head + 4 + Integer.parseInt(length.group(1))
                : text.endsWith("0\r\n\r\n");
        return whole ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    private void fail(SelectionKey key) {
        statuses.merge(0, ((Line) key.attachment()).left, Integer::sum);
        close(key);
    }

    private void close(SelectionKey key) {
        open--;
        try {
            key.channel().close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
