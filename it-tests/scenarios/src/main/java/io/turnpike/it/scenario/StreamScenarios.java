package io.turnpike.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.it.harness.Await;
import io.turnpike.it.harness.Gateway;
import io.turnpike.it.harness.GatewaySetup;
import io.turnpike.it.harness.HttpMessage;
import io.turnpike.it.harness.HttpNode;
import io.turnpike.it.harness.RawClient;
import io.turnpike.it.harness.ServerProcess;
import jakarta.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Bodies that are larger than the heap, both ways, and at the pace of whoever is slower. How large says the system property {@code
 * turnpike.it.stream.bytes}.
 */
public abstract class StreamScenarios implements ProcessScenario {

    private static final long BYTES = Long.getLong("turnpike.it.stream.bytes", 1L << 30);

    /** What sockets, their buffers and the gateway hold back at most while nobody reads. */
    private static final long MOST_ON_THE_WAY = 48L << 20;

    private static final int BLOCK = 1 << 16;

    /** Sizes of answers that lie somewhere between node and client. */
    private static final int STEP = 1 << 19;

    private static final int SEVERAL_MIB = 8 << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LONGER_THAN_IDLE = Duration.ofSeconds(34);

    @Test
    final void http_bodiesLargerThanTheHeap_goThroughAtThePaceOfTheSlower() throws IOException {
        GatewaySetup setup = GatewaySetup.fresh("stream", WithGateway.SETTINGS, "-Xmx256m");
        Gateway gateway = setup.gateway();
        try (ServerProcess server = server().start(setup)) {
            down(gateway, "Content-Length: " + BYTES);
            down(gateway, "Transfer-Encoding: chunked");
            up(gateway, "Content-Length: " + BYTES);
            up(gateway, "Transfer-Encoding: chunked");
            server.stop();
            assertThat(server.log().since(0)).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }

    /**
     * The server is told to stop when it has taken answers of which the clients have read next to nothing: bodies that it gets in pieces, of all sizes that may lie between it and the
     * client, and those that the gateway has at once.
     */
    @Test
    final void stop_clientsThatReadSlowly_getWhatTheServerHasTaken() throws IOException {
        GatewaySetup setup =
                GatewaySetup.fresh("slow", Map.of("maskerKey", WithGateway.MASTER_KEY, "callTimeoutMillis", 30_000));
        Gateway gateway = setup.gateway();
        AtomicLong sent = new AtomicLong();
        HttpNode.Script script = (request, connection) -> {
            String[] path = request.line().split(" ")[1].split("/");
            int length = Integer.parseInt(path[2]);
            String framing = path[3].equals("chunked") ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
            connection.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
            write(connection.out(), framing, length, sent);
        };
        List<Slow> clients = new ArrayList<>();
        LoadThreads stop = new LoadThreads();
        try (ServerProcess server = server().start(setup);
                HttpNode node = HttpNode.start(script)) {
            HttpRoute route = HttpRoute.to(gateway, node);
            HttpRoute cached = HttpRoute.withPlugin(
                    gateway,
                    "response-cache",
                    Json.createObjectBuilder().add("MaxBodyBytes", SEVERAL_MIB).build(),
                    node);
            for (int length = STEP; length <= SEVERAL_MIB; length += STEP) {
                clients.add(Slow.asking(gateway, route.path(), length, "length"));
                clients.add(Slow.asking(gateway, route.path(), length, "chunked"));
                assertThat(gateway.get(cached.path() + '/' + length + "/length").status())
                        .isEqualTo(200);
                clients.add(Slow.asking(gateway, cached.path(), length, "length"));
            }
            assertThat(stopped(sent)).isPositive();

            stop.start("stop", server::stop);
            Await.until(
                    "the gateway waits",
                    PATIENCE,
                    () -> assertThat(server.log().since(0))
                            .anyMatch(line -> line.contains("Turnpike stops, and waits for the end of")));

            // Those of which the gateway has the least to do come last.
            Collections.reverse(clients);
            for (Slow client : clients) {
                client.readAll();
            }
            stop.join();
            assertThat(server.log().since(0)).noneMatch(line -> line.contains("Turnpike stops while"));
        } finally {
            for (Slow client : clients) {
                client.client().close();
            }
        }
    }

    /** Payara takes a connection of HTTP/2 without frames for an idle one, whatever there is on it, after 30 s. */
    @Test
    final void http2_nodeThatThinksLongerThanTheServerKeepsIdleConnections_answers() throws IOException {
        GatewaySetup setup =
                GatewaySetup.fresh("think", Map.of("maskerKey", WithGateway.MASTER_KEY, "callTimeoutMillis", 60_000));
        CountDownLatch never = new CountDownLatch(1);
        HttpNode.Script script = (request, connection) -> {
            try {
                assertThat(never.await(LONGER_THAN_IDLE.toMillis(), TimeUnit.MILLISECONDS))
                        .isFalse();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            connection.answer(200, "thought");
        };
        try (ServerProcess server = server().start(setup);
                HttpNode node = HttpNode.start(script)) {
            HttpRoute route = HttpRoute.to(setup.gateway(), node);
            try (RawClient client = new RawClient(setup.gateway())) {
                client.socket().setSoTimeout((int) PATIENCE.toMillis());
                client.out().write(http2Get(route.path() + "/x"));
                client.out().flush();
                assertThat(http2Body(client.in())).isEqualTo("thought");
            }
            server.stop();
        }
    }

    /** The preface of HTTP/2 (RFC 9113, section 3.4) and one request; the fields are literals without indexing (RFC 7541, section 6.2.2). */
    private static byte[] http2Get(String path) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        for (String field : List.of(":method", "GET", ":scheme", "http", ":path", path, ":authority", "h")) {
            // A name is behind its representation, a value behind its name.
            if (field.startsWith(":")) {
                fields.write(0);
            }
            fields.write(field.length());
            fields.writeBytes(field.getBytes(StandardCharsets.US_ASCII));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        DataOutputStream frames = new DataOutputStream(bytes);
        // SETTINGS without any, and HEADERS of stream 1 that ends the stream and the fields.
        frames.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
        frames.writeByte(0);
        frames.writeShort(fields.size());
        frames.write(new byte[] {1, 0x5, 0, 0, 0, 1});
        frames.write(fields.toByteArray());
        return bytes.toByteArray();
    }

    /** What the DATA frames hold until one ends its stream; fails if the connection ends before. */
    private static String http2Body(InputStream in) throws IOException {
        DataInputStream frames = new DataInputStream(in);
        StringBuilder body = new StringBuilder();
        while (true) {
            int length = frames.readUnsignedByte() << 16 | frames.readUnsignedShort();
            int type = frames.readUnsignedByte();
            int flags = frames.readUnsignedByte();
            frames.readInt();
            byte[] payload = frames.readNBytes(length);
            if (type == 0) {
                body.append(new String(payload, StandardCharsets.US_ASCII));
                if ((flags & 1) != 0) {
                    return body.toString();
                }
            }
        }
    }

    /** One that has asked for a body of that length, and has read nothing yet. */
    private record Slow(RawClient client, String path, long length) {

        static Slow asking(Gateway gateway, String route, int length, String framing) throws IOException {
            String path = route + '/' + length + '/' + framing;
            RawClient client = RawClient.withoutRoom(gateway);
            client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
            return new Slow(client, path, length);
        }

        void readAll() throws IOException {
            HttpMessage head = client.head();
            assertThat(head.status()).as("%s", head).isEqualTo(200);
            assertThat(read(client.in(), head, length)).as(path).isEqualTo(length);
        }
    }

    /** The client reads a little, waits until nothing moves any more, and then reads the rest. */
    private static void down(Gateway gateway, String framing) throws IOException {
        AtomicLong sent = new AtomicLong();
        HttpNode.Script script = (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n");
            write(connection.out(), framing, BYTES, sent);
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway, node);
                RawClient client = new RawClient(gateway)) {
            client.send("GET " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n\r\n");
            HttpMessage head = client.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(stopped(sent)).as("sent while nobody reads").isLessThan(Math.min(BYTES, MOST_ON_THE_WAY));
            assertThat(read(client.in(), head, BYTES)).as(framing).isEqualTo(BYTES);
        }
    }

    /** The node waits until nothing moves any more, and then reads the rest. */
    private static void up(Gateway gateway, String framing) throws IOException {
        AtomicLong sent = new AtomicLong();
        AtomicLong received = new AtomicLong();
        CountDownLatch reads = new CountDownLatch(1);
        HttpNode.Script script = (request, connection) -> {
            try {
                reads.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            received.set(read(connection.in(), request, BYTES));
            connection.answer(200, "thanks");
        };
        try (HttpNode node = HttpNode.start(script);
                HttpRoute route = HttpRoute.to(gateway, node);
                RawClient client = new RawClient(gateway)) {
            client.socket().setSoTimeout((int) PATIENCE.toMillis());
            client.send("PUT " + route.path() + "/x HTTP/1.1\r\nHost: h\r\n" + framing + "\r\n\r\n");
            LoadThreads writer = new LoadThreads();
            writer.start("upload", () -> {
                try {
                    write(client.out(), framing, BYTES, sent);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(stopped(sent))
                    .as("taken while the node does not read")
                    .isLessThan(Math.min(BYTES, MOST_ON_THE_WAY));
            reads.countDown();
            HttpMessage head = client.head();
            assertThat(client.body(head)).as("%s", head).isEqualTo("thanks");
            writer.join();
            assertThat(received.get()).as(framing).isEqualTo(BYTES);
        }
    }

    /** Where a counter stands once it has begun and stood still for half a second or so. */
    private static long stopped(AtomicLong counter) {
        AtomicLong last = new AtomicLong(-1);
        AtomicLong same = new AtomicLong();
        return Await.until("standstill", PATIENCE, () -> {
            long now = counter.get();
            same.set(now > 0 && now == last.getAndSet(now) ? same.get() + 1 : 0);
            if (same.get() < 10) {
                throw new IllegalStateException(now + " bytes, moving");
            }
            return now;
        });
    }

    private static void write(OutputStream out, String framing, long bytes, AtomicLong sent) throws IOException {
        boolean chunked = framing.endsWith("chunked");
        byte[] block = new byte[BLOCK];
        for (long left = bytes; left > 0; ) {
            int length = (int) Math.min(BLOCK, left);
            Arrays.fill(block, (byte) (left / BLOCK));
            if (chunked) {
                out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(block, 0, length);
            if (chunked) {
                out.write(new byte[] {'\r', '\n'});
            }
            left -= length;
            sent.addAndGet(length);
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    /** How many bytes the body has; fails if they are not those that {@link #write} sends. */
    private static long read(InputStream in, HttpMessage head, long whole) throws IOException {
        long read = 0;
        while (head.isChunked() || read < whole) {
            byte[] bytes =
                    head.isChunked() ? HttpMessage.readChunk(in) : in.readNBytes((int) Math.min(BLOCK, whole - read));
            if (bytes.length == 0) {
                return read;
            }
            for (byte each : bytes) {
                if (each != (byte) ((whole - read / BLOCK * BLOCK) / BLOCK)) {
                    throw new IOException("another byte than was sent at " + read);
                }
                read++;
            }
        }
        return read;
    }
}
