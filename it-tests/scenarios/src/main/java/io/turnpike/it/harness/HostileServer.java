package io.turnpike.it.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A "Thrift server" (framed) that answers every call with something that it must not. */
public final class HostileServer implements AutoCloseable {

    /** What it does with a call that it has read. */
    public enum Behaviour {
        /** Closes the connection. */
        CLOSE,
        /** Sends bytes that are no Thrift. */
        GARBAGE,
        /** Sends a well-framed message that is no Thrift. */
        FRAMED_GARBAGE,
        /** Announces a frame of 2 GiB − 1 and sends bytes for ever. */
        ENDLESS_FRAME,
        /** Announces a string of 1 GiB in a frame of 64 bytes. */
        LYING_LENGTH,
        /** Says nothing, and keeps the connection. */
        SILENCE,
        /** Sends half of a frame, and keeps the connection. */
        HALF_FRAME
    }

    private final LoopbackListener listener;
    private final Behaviour behaviour;

    private HostileServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        // What fails is that the gateway has hung up.
        this.listener = LoopbackListener.start("hostile " + behaviour, this::serve, failure -> {});
    }

    /** Starts one on a free port of the loopback address. */
    public static HostileServer start(Behaviour behaviour) {
        return new HostileServer(behaviour);
    }

    public int port() {
        return listener.port();
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream input = new DataInputStream(socket.getInputStream());
        OutputStream output = socket.getOutputStream();
        while (true) {
            input.skipNBytes(input.readInt());
            switch (behaviour) {
                case CLOSE -> {
                    return;
                }
                case GARBAGE -> output.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                case FRAMED_GARBAGE -> output.write(new byte[] {0, 0, 0, 5, 'h', 'e', 'l', 'l', 'o'});
                case ENDLESS_FRAME -> {
                    output.write(new byte[] {0x7f, -1, -1, -1});
                    byte[] block = new byte[1 << 16];
                    Arrays.fill(block, (byte) 0x0b);
                    while (true) {
                        output.write(block);
                    }
                }
                case LYING_LENGTH -> {
                    byte[] frame = new byte[68];
                    frame[3] = 64;
                    byte[] start = {(byte) 0x80, 1, 0, 2, 0x40, 0, 0, 0};
                    System.arraycopy(start, 0, frame, 4, start.length);
                    output.write(frame);
                }
                case SILENCE -> {}
                case HALF_FRAME -> output.write(new byte[] {0, 0, 0, 100, (byte) 0x80, 1, 0, 2});
            }
            output.flush();
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
