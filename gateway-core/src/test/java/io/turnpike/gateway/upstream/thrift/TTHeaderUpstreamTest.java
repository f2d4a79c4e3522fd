package io.turnpike.gateway.upstream.thrift;

import static io.turnpike.gateway.upstream.thrift.Calls.await;
import static io.turnpike.gateway.upstream.thrift.Calls.call;
import static io.turnpike.gateway.upstream.thrift.Calls.failure;
import static io.turnpike.gateway.upstream.thrift.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.gateway.exchange.GatewayError;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.server.SchemaProcessor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.transport.TIOStreamTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class TTHeaderUpstreamTest {

    private static final byte[] NO_INFOS = {};

    private final FakeRegistry registry = new FakeRegistry();
    private final ThriftTransport transport = new ThriftTransport(registry, 2);
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final List<Head> heads = new CopyOnWriteArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private byte[] replyInfos = NO_INFOS;

    @AfterEach
    void close() throws Exception {
        transport.close();
        for (AutoCloseable each : toClose) {
            each.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ThriftProtocol.class)
    void call_everyKindOfAnswerComesOverOneConnection(ThriftProtocol protocol) throws Exception {
        Dialect dialect = new Dialect(Framing.TTHEADER, protocol, Optional.of("Several"), "/");
        RawServer server = server(protocol);
        ThriftClient client = client(server, dialect);
        String large = "é".repeat(50_000);
        for (String text : List.of("héllo", large)) {
            assertThat(text(call(client, EchoService.in(dialect, EchoService.ECHO), "{\"text\":\"" + text + "\"}")))
                    .isEqualTo('"' + text + '"');
        }
        assertThat(call(client, EchoService.in(dialect, EchoService.NOTHING), "{}")
                        .status())
                .isEqualTo(204);
        assertThat(call(client, EchoService.in(dialect, EchoService.TELL), "{}").status())
                .isEqualTo(202);
        assertThat(call(client, EchoService.in(dialect, EchoService.FAIL), "{}").status())
                .isEqualTo(418);
        GatewayException crash = failure(client, EchoService.in(dialect, EchoService.CRASH));
        assertThat(crash.error()).isEqualTo(GatewayError.APPLICATION_ERROR);
        await(() -> served.get() == 3);

        assertThat(heads).extracting(Head::method).containsExactly("echo", "echo", "nothing", "tell", "fail", "crash");
        assertThat(heads).extracting(Head::type).containsExactly("1", "1", "1", "4", "1", "1");
        assertThat(heads).extracting(Head::service).containsOnly("Several");
        assertThat(heads).extracting(Head::protocolId).containsOnly(protocol == ThriftProtocol.BINARY ? 0 : 2);
        assertThat(heads).allSatisfy(head -> assertThat(head.infoBytes() % 4).isZero());
        // The probe's and the one for calls.
        assertThat(server.accepted.get()).isEqualTo(2);
    }

    @Test
    void call_notMultiplexed_namesNoService() throws Exception {
        ThriftClient client = client(server(ThriftProtocol.BINARY), Dialect.of(Framing.TTHEADER));
        assertThat(call(client, EchoService.NOTHING, "{}").status()).isEqualTo(204);
        assertThat(heads).extracting(Head::service).containsExactly("");
    }

    @Test
    void call_replyWithInfosOfEveryKind_isTaken() throws Exception {
        replyInfos = bytes("01 0001 0001 6b 0001 76  00 10 0001 0016 0001 32  11 0002 6162");
        ThriftClient client = client(server(ThriftProtocol.BINARY), Dialect.of(Framing.TTHEADER));
        assertThat(text(call(client, EchoService.ECHO, "{\"text\":\"x\"}"))).isEqualTo("\"x\"");
    }

    @Test
    void call_serverIsAboutToClose_nextCallHasAConnectionOfItsOwn() throws Exception {
        replyInfos = textInfos(Map.of("crrst", "1"));
        RawServer server = server(ThriftProtocol.BINARY);
        ThriftClient client = client(server, Dialect.of(Framing.TTHEADER));
        for (int i = 0; i < 2; i++) {
            assertThat(call(client, EchoService.NOTHING, "{}").status()).isEqualTo(204);
            await(() -> client.pool().openConnections() == 0);
        }
    }

    @Test
    void call_businessError_isTold() throws Exception {
        replyInfos = textInfos(new TreeMap<>(Map.of("biz-status", "404", "biz-message", "no\nsoup")));
        ThriftClient client = client(server(ThriftProtocol.BINARY), Dialect.of(Framing.TTHEADER));
        GatewayException problem = failure(client, EchoService.ECHO);
        assertThat(problem.error()).isEqualTo(GatewayError.APPLICATION_ERROR);
        assertThat(problem.detail()).contains("business status 404: no").doesNotContain("\n");
        assertThat(client.pool().openConnections()).as("the connection is kept").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00000004 80010002|a frame of 8 bytes (expected: at least 14)",
                "00000003 100000|a frame of 7 bytes (expected: at least 14)",
                "0000000a 8001 0000 00000001 0001|magic 0x8001 (expected: TTHeader, 0x1000)",
                "0000000a 1000 0000 00000001 0001|a message of -4 bytes",
                "0000000a 1000 0000 00000001 ffff|a header of 262140 bytes",
                "0000000a 1000 0000 00000001 0000|a header of 0 bytes",
                "0000000f 1000 0000 00000001 0001 03 00 0000 00|protocol 3 (expected: 0, binary, or 2, compact)",
                "0000000f 1000 0000 00000001 0001 02 00 0000 00|protocol COMPACT (expected: BINARY)",
                "0000000f 1000 0000 00000001 0001 00 01 0100 00|a message with 1 transforms",
                "0000000f 1000 0000 00000001 0001 00 00 0700 00|info 0x07",
                "0000000f 1000 0000 00000001 0001 00 00 1000 00|the header ends 1 bytes too early",
                "0000000e 1000 0000 00000001 0001 00 00 0000|a message of 0 bytes",
                "0000000f 1000 0000 00000001 0001 00 00 0000 00|the message ends 3 bytes too early",
                "7fffffff 1000|a frame of 2147483647 bytes"
            })
    void call_headerThatCannotBeUsed_badReply(String reply, String detail) throws Exception {
        RawServer raw = new RawServer(socket -> {
            RawServer.readSome(socket);
            socket.getOutputStream().write(bytes(reply));
            RawServer.readUntilClosed(socket);
        });
        toClose.add(raw);
        GatewayException problem = failure(client(raw, Dialect.of(Framing.TTHEADER)), EchoService.NOTHING);
        assertThat(problem.error()).isEqualTo(GatewayError.BAD_REPLY);
        assertThat(problem.detail()).contains(detail);
    }

    private ThriftClient client(RawServer server, Dialect dialect) {
        registry.passing(registry.instance(server.port()));
        return transport.open("Echo", ThriftClientOptions.DEFAULTS.withDialect(dialect));
    }

    /** A server that takes headers apart by the specification and has libthrift do the rest. */
    private RawServer server(ThriftProtocol protocol) {
        SchemaProcessor processor = EchoService.processor(served);
        TProtocolFactory encoding = switch (protocol) {
            case BINARY -> new TBinaryProtocol.Factory();
            case COMPACT -> new TCompactProtocol.Factory();
        };
        RawServer server = new RawServer(socket -> {
            while (true) {
                answer(socket, processor, encoding);
            }
        });
        toClose.add(server);
        return server;
    }

    private void answer(Socket socket, SchemaProcessor processor, TProtocolFactory encoding) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = in.readNBytes(in.readInt());
        DataInputStream head = new DataInputStream(new ByteArrayInputStream(frame));
        assertThat(head.readUnsignedShort()).isEqualTo(0x1000);
        head.readShort();
        int sequenceId = head.readInt();
        int infoBytes = head.readUnsignedShort() * 4;
        byte[] infos = head.readNBytes(infoBytes);
        heads.add(Head.of(infos));
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        try {
            TIOStreamTransport message = new TIOStreamTransport(head, reply);
            processor.process(encoding.getProtocol(message), encoding.getProtocol(message));
        } catch (TException e) {
            throw new IOException(e);
        }
        if (reply.size() == 0) {
            return;
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(answer);
        int padding = -(2 + replyInfos.length) & 3;
        int words = (2 + replyInfos.length + padding) / 4;
        out.writeInt(10 + 4 * words + reply.size());
        out.writeShort(0x1000);
        out.writeShort(0);
        out.writeInt(sequenceId);
        out.writeShort(words);
        out.write(infos, 0, 2);
        out.write(replyInfos);
        out.write(new byte[padding]);
        reply.writeTo(out);
        socket.getOutputStream().write(answer.toByteArray());
    }

    private static byte[] textInfos(Map<String, String> pairs) throws IOException {
        ByteArrayOutputStream infos = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(infos);
        out.writeByte(1);
        out.writeShort(pairs.size());
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            out.writeUTF(pair.getKey());
            out.writeUTF(pair.getValue());
        }
        return infos.toByteArray();
    }

    /** Hexadecimal digits, with spaces between. */
    private static byte[] bytes(String hexadecimal) {
        return java.util.HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
    }

    /** What a request's header says. */
    private record Head(int protocolId, int infoBytes, String service, String method, String type) {

        static Head of(byte[] infos) throws IOException {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(infos));
            int protocolId = in.readUnsignedByte();
            assertThat(in.readUnsignedByte()).as("transforms").isZero();
            String service = "";
            Map<Integer, String> numbered = new TreeMap<>();
            for (int kind = in.read(); kind >= 0; kind = in.read()) {
                if (kind == 0) {
                    continue;
                }
                for (int count = in.readUnsignedShort(); count > 0; count--) {
                    if (kind == 1) {
                        assertThat(text(in)).isEqualTo("isn");
                        service = text(in);
                    } else {
                        assertThat(kind).isEqualTo(0x10);
                        int key = in.readUnsignedShort();
                        numbered.put(key, text(in));
                    }
                }
            }
            assertThat(numbered).containsOnlyKeys(1, 3, 6, 9, 22);
            return new Head(protocolId, infos.length, service, numbered.get(9), numbered.get(22));
        }

        private static String text(DataInputStream in) throws IOException {
            return new String(in.readNBytes(in.readUnsignedShort()), StandardCharsets.UTF_8);
        }
    }
}
