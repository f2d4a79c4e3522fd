package io.turnpike.gateway.handover;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A RegistryProxy that answers as the test wants; Thrift's framed binary protocol, written byte by byte. */
public final class FakeProxy implements AutoCloseable {

    private static final int VERSION = 0x80010000;
    private static final byte STRUCT = 12;
    private static final byte STRING = 11;
    private static final byte I64 = 10;

    /** A request as it came: the method and the fields by their number. */
    public record Request(String method, Map<Integer, Object> fields) {

        public String text(int field) {
            return (String) fields.get(field);
        }
    }

    /** Says what is answered. */
    @FunctionalInterface
    public interface Behaviour {

        /** @return texts by field; none of them has a meaning of its own. Empty: no answer, ever */
        Optional<Map<Integer, String>> answer(Request request) throws IOException;
    }

    public final List<Request> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket listener;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    public FakeProxy(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(() -> {
            while (true) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    if (listener.isClosed()) {
                        // It may have come too late to be closed with the others.
                        socket.close();
                    }
                    daemon(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    /** Answers these texts to everything. */
    public static Behaviour saying(Map<Integer, String> texts) {
        return request -> Optional.of(texts);
    }

    /** Accepts, reads, and never answers. */
    public static Behaviour frozen() {
        return request -> Optional.empty();
    }

    /** Closes the connection instead of answering. */
    public static Behaviour dying() {
        return request -> {
            throw new IOException("killed");
        };
    }

    public int port() {
        return listener.getLocalPort();
    }

    public void behave(Behaviour other) {
        behaviour = other;
    }

    private void serve(Socket socket) {
        try (socket;
                DataInputStream in = new DataInputStream(socket.getInputStream());
                DataOutputStream out = new DataOutputStream(socket.getOutputStream())) {
            while (true) {
                in.readInt();
                in.readInt();
                String method = text(in);
                int sequence = in.readInt();
                in.readByte();
                in.readShort();
                Request request = new Request(method, fields(in));
                in.readByte();
                requests.add(request);
                Optional<Map<Integer, String>> answer = behaviour.answer(request);
                if (answer.isPresent()) {
                    reply(out, method, sequence, answer.get());
                }
            }
        } catch (IOException e) {
            // The connection is closed, as the test or the gateway wants.
        }
    }

    private static Map<Integer, Object> fields(DataInputStream in) throws IOException {
        Map<Integer, Object> fields = new TreeMap<>();
        for (byte type = in.readByte(); type != 0; type = in.readByte()) {
            int id = in.readShort();
            switch (type) {
                case STRING -> fields.put(id, text(in));
                case I64 -> fields.put(id, in.readLong());
                default -> throw new IOException("type " + type);
            }
        }
        return fields;
    }

    private static void reply(DataOutputStream out, String method, int sequence, Map<Integer, String> texts)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(bytes);
        frame.writeInt(VERSION | 2);
        text(frame, method);
        frame.writeInt(sequence);
        frame.writeByte(STRUCT);
        frame.writeShort(0);
        for (Map.Entry<Integer, String> text : texts.entrySet()) {
            frame.writeByte(STRING);
            frame.writeShort(text.getKey());
            text(frame, text.getValue());
        }
        frame.writeByte(0);
        frame.writeByte(0);
        out.writeInt(bytes.size());
        bytes.writeTo(out);
        out.flush();
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] utf8 = new byte[in.readInt()];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fake-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on connections are refused. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
