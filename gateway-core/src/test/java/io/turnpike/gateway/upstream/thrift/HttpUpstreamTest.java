package io.turnpike.gateway.upstream.thrift;

import static io.turnpike.gateway.upstream.thrift.Calls.await;
import static io.turnpike.gateway.upstream.thrift.Calls.call;
import static io.turnpike.gateway.upstream.thrift.Calls.failure;
import static io.turnpike.gateway.upstream.thrift.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.exchange.Response;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.transport.THttpClient;
import org.apache.thrift.transport.TTransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class HttpUpstreamTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final ThriftTransport transport = new ThriftTransport(registry, 2);
    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        transport.close();
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ServletServer.Body.class)
    void call_servlet_everyKindOfAnswerComes(ServletServer.Body body) throws Exception {
        AtomicInteger served = new AtomicInteger();
        ServletServer server = new ServletServer(EchoService.processor(served), "/thrift/echo", body);
        toClose.add(server);
        ThriftClient client = client(server.port(), "/thrift/echo?a=b");

        for (int round = 0; round < 3; round++) {
            assertThat(text(call(client, EchoService.ECHO, "{\"text\":\"héllo\"}")))
                    .isEqualTo("\"héllo\"");
            assertThat(call(client, EchoService.NOTHING, "{}").status()).isEqualTo(204);
            assertThat(call(client, EchoService.TELL, "{}").status()).isEqualTo(202);
            assertThat(served.get())
                    .as("a oneway call is answered when it is done")
                    .isEqualTo(2 * round + 2);
            assertThat(call(client, EchoService.FAIL, "{}").status()).isEqualTo(418);
            assertThat(failure(client, EchoService.CRASH).error()).isEqualTo(GatewayError.APPLICATION_ERROR);
        }
        String large = "x".repeat(300_000);
        assertThat(text(call(client, EchoService.ECHO, "{\"text\":\"" + large + "\"}")))
                .isEqualTo('"' + large + '"');
        if (body == ServletServer.Body.SIZED) {
            assertThat(server.connections()).as("the connection is kept").isEqualTo(1);
        }
    }

    @Test
    void call_manyAtOnce_eachGetsItsAnswer() throws Exception {
        ServletServer server =
                new ServletServer(EchoService.processor(new AtomicInteger()), "/", ServletServer.Body.SIZED);
        toClose.add(server);
        ThriftClient client = client(server.port(), "/");
        List<CompletableFuture<Response>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(Calls.start(client, EchoService.ECHO, "{\"text\":\"call " + i + "\"}"));
        }
        for (int i = 0; i < 200; i++) {
            assertThat(text(answers.get(i).join())).isEqualTo("\"call " + i + "\"");
        }
    }

    /** libthrift's own client is the oracle of the request. */
    @Test
    void call_request_isThatOfTHttpClient() throws Exception {
        List<Request> requests = new CopyOnWriteArrayList<>();
        RawServer server = raw(socket -> {
            requests.add(Request.read(socket));
            answer(socket, "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n");
        });
        ThriftClient client = client(server.port(), "/a/b?c=d");
        assertThat(failure(client, EchoService.ECHO).error()).isEqualTo(GatewayError.BAD_REPLY);
        try (THttpClient stock = new THttpClient("http://127.0.0.1:" + server.port() + "/a/b?c=d")) {
            TBinaryProtocol out = new TBinaryProtocol(stock);
            out.writeMessageBegin(new TMessage("echo", TMessageType.CALL, 1));
            out.writeFieldStop();
            out.writeMessageEnd();
            stock.flush();
        } catch (TTransportException e) {
            // It has sent its request by then.
        }
        assertThat(requests).hasSize(2);
        Request ours = requests.get(0);
        Request stock = requests.get(1);
        assertThat(ours.line()).isEqualTo(stock.line()).isEqualTo("POST /a/b?c=d HTTP/1.1");
        for (String header : List.of("host", "content-type", "accept", "content-length")) {
            assertThat(ours.headers()).containsEntry(header, stock.headers().get(header));
        }
        assertThat(ours.headers()).containsOnlyKeys("host", "content-type", "accept", "content-length", "user-agent");
        assertThat(ours.body()).isEqualTo(stock.body());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 500 x~Content-Length: 0~~|HTTP status 500",
                "HTTP/1.1 302 x~Location: /~Content-Length: 0~~|HTTP status 302",
                "HTTP/1.1 202 x~Content-Length: 0~~|HTTP status 202",
                "HTTP/1.1 200 x~Content-Length: 0~~|an empty body",
                "HTTP/1.1 200 x~Content-Length: 6~~<html>|string of length",
                "HTTP/1.1 200 x~Content-Length: 999999999~~|a body of 999999999 bytes",
                "{\"no\":\"HTTP\"}|(expected: HTTP/1.1 and a status)"
            })
    void call_answerThatCannotBeUsed_badReply(String reply, String detail) throws Exception {
        RawServer server = raw(socket -> {
            Request.read(socket);
            answer(socket, reply.replace("~", "\r\n"));
            RawServer.readUntilClosed(socket);
        });
        GatewayException problem = failure(client(server.port(), "/"), EchoService.ECHO);
        assertThat(problem.error()).isEqualTo(GatewayError.BAD_REPLY);
        assertThat(problem.detail()).contains(detail).doesNotContain("127.0.0.1");
        assertThat(problem.logNote()).contains("127.0.0.1:" + server.port());
    }

    @Test
    void call_closedEarly_connectionLost() throws Exception {
        RawServer server = raw(socket -> {
            Request.read(socket);
            answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nx");
        });
        GatewayException problem = failure(client(server.port(), "/"), EchoService.ECHO);
        assertThat(problem.error()).isEqualTo(GatewayError.CONNECTION_LOST);
        assertThat(problem.detail()).contains("after 40 bytes");
    }

    @Test
    void call_connectionClose_nextCallHasAConnectionOfItsOwn() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        RawServer server = raw(socket -> {
            Request.read(socket);
            answer(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ThriftClient client = client(server.port(), "/");
        for (int i = 0; i < 3; i++) {
            assertThat(call(client, EchoService.TELL, "{}").status()).isEqualTo(202);
            await(() -> client.pool().openConnections() == 0);
        }
        end.countDown();
    }

    @Test
    void call_onewayThatFails_isTold() throws Exception {
        RawServer server = raw(socket -> {
            Request.read(socket);
            answer(socket, "HTTP/1.1 503 x\r\nContent-Length: 0\r\n\r\n");
        });
        GatewayException problem = failure(client(server.port(), "/"), EchoService.TELL);
        assertThat(problem.error()).isEqualTo(GatewayError.BAD_REPLY);
        assertThat(problem.detail()).contains("HTTP status 503");
    }

    @Test
    void call_onewayThatIsNotAnswered_timesOut() throws Exception {
        RawServer server = raw(RawServer::readUntilClosed);
        registry.passing(registry.instance(server.port()));
        ThriftClient client = transport.open(
                "Echo", ThriftClientOptions.DEFAULTS.withFraming(Framing.HTTP).withCallTimeout(Duration.ofMillis(200)));
        assertThat(failure(client, EchoService.TELL).error()).isEqualTo(GatewayError.UPSTREAM_TIMEOUT);
    }

    private ThriftClient client(int port, String path) {
        registry.passing(registry.instance(port));
        return transport.open(
                "Echo",
                ThriftClientOptions.DEFAULTS.withDialect(
                        new Dialect(Framing.HTTP, ThriftProtocol.BINARY, Optional.empty(), path)));
    }

    private RawServer raw(RawServer.Behaviour behaviour) {
        RawServer server = new RawServer(behaviour);
        toClose.add(server);
        return server;
    }

    private static void answer(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** A request as it came, header names in lower case. */
    private record Request(String line, Map<String, String> headers, List<Byte> body) {

        static Request read(Socket socket) throws IOException {
            String line = line(socket);
            Map<String, String> headers = new TreeMap<>();
            for (String header = line(socket); !header.isEmpty(); header = line(socket)) {
                int colon = header.indexOf(':');
                headers.put(
                        header.substring(0, colon).toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
            }
            List<Byte> body = new ArrayList<>();
            for (byte each : socket.getInputStream().readNBytes(Integer.parseInt(headers.get("content-length")))) {
                body.add(each);
            }
            return new Request(line, headers, body);
        }

        private static String line(Socket socket) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = socket.getInputStream().read();
                    c != '\n';
                    c = socket.getInputStream().read()) {
                if (c < 0) {
                    throw new IOException("closed");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }
}
