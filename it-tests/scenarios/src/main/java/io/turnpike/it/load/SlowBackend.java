package io.turnpike.it.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * A framed Thrift server of one thread that answers each call with i32 1 after a fixed time, however many wait: every method
 * is {@code i32 name(…)}. Independent of any Thrift library. Single use, not for other threads.
 */
final class SlowBackend {

    private record Due(long atNanos, SocketChannel channel, ByteBuffer reply) {}

    private final Selector selector;
    private final ServerSocketChannel listener;
    private final long delayNanos;
    private final ArrayDeque<Due> waiting = new ArrayDeque<>();

    private SlowBackend(long delayNanos) throws IOException {
        this.delayNanos = delayNanos;
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8192);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Starts one on a free loopback port and answers with the port; it runs until the JVM ends. */
    static int start(long delayMillis) throws IOException {
        SlowBackend backend = new SlowBackend(delayMillis * 1_000_000);
        Thread thread = new Thread(backend::run, "slow backend");
        thread.setDaemon(true);
        thread.start();
        return ((InetSocketAddress) backend.listener.getLocalAddress()).getPort();
    }

    private void run() {
        try {
            while (true) {
                Due next = waiting.peek();
                if (next == null) {
                    selector.select();
                } else {
                    long millis = (next.atNanos() - System.nanoTime()) / 1_000_000;
                    if (millis > 0) {
                        selector.select(millis);
                    } else {
                        selector.selectNow();
                    }
                }
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    SelectionKey key = keys.next();
                    keys.remove();
                    if (key.isAcceptable()) {
                        accept();
                    } else {
                        read(key);
                    }
                }
                answer();
            }
        } catch (IOException e) {
            System.err.println("backend: " + e);
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(4096));
        }
    }

    private void read(SelectionKey key) {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer buffer = (ByteBuffer) key.attachment();
        try {
            if (channel.read(buffer) < 0) {
                channel.close();
                return;
            }
            buffer.flip();
            while (buffer.remaining() >= 4 && buffer.getInt(buffer.position()) + 4 <= buffer.remaining()) {
                int length = buffer.getInt();
                if (length < 12) {
                    channel.close();
                    return;
                }
                ByteBuffer frame = buffer.slice(buffer.position(), length);
                buffer.position(buffer.position() + length);
                waiting.add(new Due(System.nanoTime() + delayNanos, channel, reply(frame)));
            }
            buffer.compact();
            if (!buffer.hasRemaining()) {
                channel.close();
            }
        } catch (IOException e) {
            close(channel);
        }
    }

    private static ByteBuffer reply(ByteBuffer call) throws IOException {
        int version = call.getInt();
        if ((version & 0xffff0000) != 0x80010000) {
            throw new IOException("version " + Integer.toHexString(version));
        }
        byte[] name = new byte[call.getInt()];
        call.get(name);
        int sequence = call.getInt();
        boolean known = new String(name, StandardCharsets.UTF_8).equals("work");
        ByteBuffer reply = ByteBuffer.allocate(4 + 12 + name.length + 8);
        reply.putInt(12 + name.length + 8);
        reply.putInt(0x80010000 | (known ? 2 : 3)).putInt(name.length).put(name).putInt(sequence);
        // i32 field 0 of a result, or i32 field 2 (type: unknown method) of a TApplicationException; then stop
        reply.put((byte) 8).putShort((short) (known ? 0 : 2)).putInt(1).put((byte) 0);
        return reply.flip();
    }

    private void answer() {
        long now = System.nanoTime();
        for (Due due = waiting.peek(); due != null && due.atNanos() - now <= 0; due = waiting.peek()) {
            waiting.remove();
            try {
                while (due.reply().hasRemaining()) {
                    due.channel().write(due.reply());
                }
            } catch (IOException e) {
                close(due.channel());
            }
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
