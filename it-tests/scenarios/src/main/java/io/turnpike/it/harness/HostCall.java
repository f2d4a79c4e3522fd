package io.turnpike.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A GET for another host than the one that the gateway is at, or from another address: the JDK's client does neither. */
public final class HostCall {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final String LOOPBACK = "127.0.0.1";

    private HostCall() {}

    /**
     * Sends it, as HTTP/1.0, so that the answer ends with the connection.
     *
     * @param headers name, value, …
     */
    public static Answer get(Gateway gateway, String host, String path, String... headers) {
        return call(gateway, LOOPBACK, host, path, headers);
    }

    /**
     * The same for host {@code localhost}.
     *
     * @param from the loopback address that the connection is to come from
     */
    public static Answer getFrom(Gateway gateway, String from, String path, String... headers) {
        return call(gateway, from, "localhost", path, headers);
    }

    private static Answer call(Gateway gateway, String from, String host, String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        int port = URI.create(gateway.address()).getPort();
        try (Socket socket = new Socket(InetAddress.getByName(LOOPBACK), port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path + " of " + host + ": " + e, e);
        }
    }

    private static Answer answer(InputStream input) throws IOException {
        String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer: " + text);
        }
        String[] lines = text.substring(0, end).split("\r\n");
        Map<String, List<String>> headers = new HashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        return new Answer(
                Integer.parseInt(lines[0].split(" ")[1]),
                HttpHeaders.of(headers, (name, value) -> true),
                text.substring(end + 4));
    }
}
