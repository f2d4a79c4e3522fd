package io.turnpike.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One connection of a {@link Backend}: framed Thrift, or HTTP with a Thrift message in a POST and a constant for anything else. The
 * first byte says which. Used by the thread of its loop alone.
 */
final class BackendConnection {

    private static final int FRAME_HEADER = 4;
    private static final int ROOM_FOR_HEADERS = 256;
    private static final int FIRST_SIZE = 32 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final byte[] constant;
    private byte[] in = new byte[FIRST_SIZE];
    private int filled;
    private ByteBuffer out = ByteBuffer.allocate(FIRST_SIZE);

    BackendConnection(SocketChannel channel, SelectionKey key, byte[] constant) {
        this.channel = channel;
        this.key = key;
        this.constant = constant.clone();
    }

    /** Reads what is there and makes the answers to all complete calls; whether there is anything to write. */
    boolean read() throws IOException {
        if (filled == in.length) {
            in = Arrays.copyOf(in, in.length * 2);
        }
        int count = channel.read(ByteBuffer.wrap(in, filled, in.length - filled));
        if (count < 0) {
            throw new IOException("closed by the other end");
        }
        filled += count;
        int from = 0;
        int end = HttpMessage.INCOMPLETE;
        while (from < filled) {
            if (in[from] < 0) {
                throw new IOException("an unframed message");
            }
            end = in[from] == 0 ? framed(from) : http(from);
            if (end == HttpMessage.INCOMPLETE) {
                break;
            }
            from = end;
        }
        System.arraycopy(in, from, in, 0, filled - from);
        filled -= from;
        return out.position() > 0;
    }

    /** Writes what was made; what the other end does not take goes out when it does. */
    void write() throws IOException {
        out.flip();
        channel.write(out);
        boolean all = !out.hasRemaining();
        out.compact();
        int wanted = all ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE;
        if (key.interestOps() != wanted) {
            key.interestOps(wanted);
        }
    }

    void close() {
        key.cancel();
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("closing a connection: " + e.getMessage());
        }
    }

    private int framed(int from) {
        if (filled - from < FRAME_HEADER) {
            return HttpMessage.INCOMPLETE;
        }
        int length = ByteBuffer.wrap(in, from, FRAME_HEADER).getInt();
        int end = from + FRAME_HEADER + length;
        if (end > filled) {
            return HttpMessage.INCOMPLETE;
        }
        makeRoom(length);
        int start = out.position();
        out.position(start + FRAME_HEADER);
        ThriftAnswers.answer(ByteBuffer.wrap(in, from + FRAME_HEADER, length), out);
        out.putInt(start, out.position() - start - FRAME_HEADER);
        return end;
    }

    private int http(int from) {
        int end = HttpMessage.end(in, from, filled);
        if (end == HttpMessage.INCOMPLETE) {
            return end;
        }
        if (in[from] == 'P') {
            int body = HttpMessage.body(in, from, end);
            makeRoom(end - body);
            ByteBuffer reply = ByteBuffer.allocate(end - body + ROOM_FOR_HEADERS);
            ThriftAnswers.answer(ByteBuffer.wrap(in, body, end - body), reply);
            reply.flip();
            out.put(head("application/x-thrift", reply.remaining())).put(reply);
        } else {
            makeRoom(constant.length);
            out.put(head("application/json", constant.length)).put(constant);
        }
        return end;
    }

    private static byte[] head(String type, int length) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void makeRoom(int length) {
        int needed = out.position() + length + 2 * ROOM_FOR_HEADERS;
        if (needed > out.capacity()) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * out.capacity()));
            out.flip();
            out = larger.put(out);
        }
    }
}
