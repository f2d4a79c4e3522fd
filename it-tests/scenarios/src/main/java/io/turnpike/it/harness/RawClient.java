package io.turnpike.it.harness;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection to a gateway over which one sends and reads what one likes. For one thread. */
public final class RawClient implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final String ANY = "127.0.0.1";
    private static final int SMALL_BUFFER = 32 << 10;

    private final Socket socket;
    private final InputStream in;

    /** One from 127.0.0.1. */
    public RawClient(Gateway gateway) throws IOException {
        this(gateway, ANY);
    }

    /** @param from the loopback address that the connection is to come from */
    public RawClient(Gateway gateway, String from) throws IOException {
        this(gateway, from, 0);
    }

    private RawClient(Gateway gateway, String from, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        int port = URI.create(gateway.address()).getPort();
        socket.connect(new InetSocketAddress(InetAddress.getByName(ANY), port));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One whose system takes little of what it has not read yet. */
    public static RawClient withoutRoom(Gateway gateway) throws IOException {
        return new RawClient(gateway, ANY, SMALL_BUFFER);
    }

    /** Sends a text as it is; what is beyond ISO 8859-1 is lost. */
    public RawClient send(String text) throws IOException {
        out().write(text.getBytes(StandardCharsets.ISO_8859_1));
        out().flush();
        return this;
    }

    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    public InputStream in() {
        return in;
    }

    public Socket socket() {
        return socket;
    }

    /** Reads the head of an answer. */
    public HttpMessage head() throws IOException {
        return HttpMessage.read(in);
    }

    /** Reads an answer's body as text. */
    public String body(HttpMessage head) throws IOException {
        return new String(head.readBody(in), StandardCharsets.UTF_8);
    }

    /** Everything until the end of the connection, however it comes. */
    public String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
            }
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Reset: an end as well.
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
