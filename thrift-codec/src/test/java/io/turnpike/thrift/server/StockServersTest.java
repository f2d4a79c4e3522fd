package io.turnpike.thrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.TMultiplexedProcessor;
import org.apache.thrift.TProcessor;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TMultiplexedProtocol;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolFactory;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.server.TNonblockingServer;
import org.apache.thrift.server.TServer;
import org.apache.thrift.server.TSimpleServer;
import org.apache.thrift.server.TThreadPoolServer;
import org.apache.thrift.transport.TNonblockingServerSocket;
import org.apache.thrift.transport.TServerSocket;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.apache.thrift.transport.TTransportFactory;
import org.apache.thrift.transport.layered.TFramedTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A schema behind stock servers, called over loopback by libthrift's protocols: server × framing × protocol × multiplexed. */
class StockServersTest {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final String IDL = """
            struct Item { 1: required string name, 2: optional bool good, 3: list<i64> numbers }
            exception Missing { 1: string name }
            service Store {
              Item get(1: Item like) throws (1: Missing missing)
              oneway void tell(1: string text)
              void ping()
            }
            """;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    enum Kind {
        SIMPLE,
        THREAD_POOL,
        NONBLOCKING
    }

    record Setup(Kind kind, boolean framed, ThriftProtocol protocol, boolean multiplexed) {}

    static List<Arguments> setups() {
        List<Arguments> setups = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (boolean framed : kind == Kind.NONBLOCKING ? new boolean[] {true} : new boolean[] {true, false}) {
                for (ThriftProtocol protocol : ThriftProtocol.values()) {
                    setups.add(Arguments.of(new Setup(kind, framed, protocol, false)));
                    setups.add(Arguments.of(new Setup(kind, framed, protocol, true)));
                }
            }
        }
        return setups;
    }

    @ParameterizedTest
    @MethodSource("setups")
    void everyKindOfAnswer_onOneConnection_isWhatAStockClientExpects(Setup setup) throws Exception {
        try (Running server = start(setup);
                TTransport transport = connect(setup, server.port())) {
            TProtocol client = client(setup, transport);

            assertThat(get(client, 1, "plain")).isEqualTo("plain true [1, -9000000000]");
            assertThat(get(client, 2, "none")).isEqualTo("Missing none");
            assertThatThrownBy(() -> get(client, 3, "crash")).isInstanceOfSatisfying(TApplicationException.class, e -> {
                assertThat(e.getType()).isEqualTo(TApplicationException.INTERNAL_ERROR);
                assertThat(e).hasMessage("Internal error processing get");
            });
            assertThatThrownBy(() -> get(client, 4, null)).isInstanceOfSatisfying(TApplicationException.class, e -> {
                assertThat(e.getType()).isEqualTo(TApplicationException.PROTOCOL_ERROR);
                assertThat(e).hasMessage("required field Item.name is missing");
            });
            tell(client, 5, "news");
            assertThat(told.poll(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo("news");
            assertThatThrownBy(() -> call(client, 6, "nix"))
                    .isInstanceOfSatisfying(
                            TApplicationException.class,
                            e -> assertThat(e.getType()).isEqualTo(TApplicationException.UNKNOWN_METHOD));
            call(client, -7, "ping");
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void argumentsThatAreNoThrift_anywhere_areAnsweredOrEndTheConnection(Setup setup) throws Exception {
        try (Running server = start(setup)) {
            try (TTransport transport = connect(setup, server.port())) {
                TProtocol client = client(setup, transport);
                client.writeMessageBegin(new TMessage("get", TMessageType.CALL, 1));
                client.writeStructBegin(new TStruct("args"));
                client.writeFieldBegin(new TField("like", TType.STRUCT, (short) 1));
                client.writeStructBegin(new TStruct("Item"));
                client.writeFieldBegin(new TField("numbers", TType.LIST, (short) 3));
                client.writeListBegin(new TList(TType.I64, Integer.MAX_VALUE));
                transport.flush();

                assertThatThrownBy(() -> answer(client, 1))
                        .isInstanceOfAny(TApplicationException.class, TTransportException.class);
            }
            try (TTransport transport = connect(setup, server.port())) {
                call(client(setup, transport), 2, "ping");
            }
        }
    }

    private static String get(TProtocol client, int sequenceId, String name) throws TException {
        client.writeMessageBegin(new TMessage("get", TMessageType.CALL, sequenceId));
        client.writeStructBegin(new TStruct("args"));
        client.writeFieldBegin(new TField("like", TType.STRUCT, (short) 1));
        client.writeStructBegin(new TStruct("Item"));
        if (name != null) {
            client.writeFieldBegin(new TField("name", TType.STRING, (short) 1));
            client.writeString(name);
        }
        client.writeFieldStop();
        client.writeStructEnd();
        // What the schema does not know is passed over, also after what is missing.
        client.writeFieldBegin(new TField("more", TType.STRING, (short) 50));
        client.writeString("unknown");
        client.writeFieldStop();
        client.writeStructEnd();
        client.writeMessageEnd();
        client.getTransport().flush();
        return answer(client, sequenceId);
    }

    private static void tell(TProtocol client, int sequenceId, String text) throws TException {
        client.writeMessageBegin(new TMessage("tell", TMessageType.ONEWAY, sequenceId));
        client.writeStructBegin(new TStruct("args"));
        client.writeFieldBegin(new TField("text", TType.STRING, (short) 1));
        client.writeString(text);
        client.writeFieldStop();
        client.writeStructEnd();
        client.writeMessageEnd();
        client.getTransport().flush();
    }

    private static void call(TProtocol client, int sequenceId, String method) throws TException {
        client.writeMessageBegin(new TMessage(method, TMessageType.CALL, sequenceId));
        client.writeStructBegin(new TStruct("args"));
        client.writeFieldStop();
        client.writeStructEnd();
        client.writeMessageEnd();
        client.getTransport().flush();
        assertThat(answer(client, sequenceId)).isEmpty();
    }

    /** What a generated client would read: the one field of the result. */
    private static String answer(TProtocol client, int sequenceId) throws TException {
        TMessage message = client.readMessageBegin();
        if (message.type == TMessageType.EXCEPTION) {
            TApplicationException error = TApplicationException.readFrom(client);
            client.readMessageEnd();
            throw error;
        }
        assertThat(message.type).isEqualTo(TMessageType.REPLY);
        assertThat(message.seqid).isEqualTo(sequenceId);
        StringBuilder text = new StringBuilder();
        client.readStructBegin();
        for (TField field = client.readFieldBegin(); field.type != TType.STOP; field = client.readFieldBegin()) {
            text.append(field.id == 1 ? "Missing " : "").append(item(client));
        }
        client.readStructEnd();
        client.readMessageEnd();
        return text.toString();
    }

    private static String item(TProtocol client) throws TException {
        List<String> parts = new ArrayList<>();
        client.readStructBegin();
        for (TField field = client.readFieldBegin(); field.type != TType.STOP; field = client.readFieldBegin()) {
            switch (field.type) {
                case TType.STRING -> parts.add(client.readString());
                case TType.BOOL -> parts.add("" + client.readBool());
                case TType.LIST -> {
                    TList list = client.readListBegin();
                    List<Long> numbers = new ArrayList<>();
                    for (int i = 0; i < list.size; i++) {
                        numbers.add(client.readI64());
                    }
                    parts.add(numbers.toString());
                }
                default -> TProtocolUtil.skip(client, field.type);
            }
        }
        client.readStructEnd();
        return String.join(" ", parts);
    }

    private static TTransport connect(Setup setup, int port) throws TException {
        TSocket socket = new TSocket("127.0.0.1", port, TIMEOUT_MILLIS);
        TTransport transport = setup.framed() ? new TFramedTransport(socket) : socket;
        transport.open();
        return transport;
    }

    private static TProtocol client(Setup setup, TTransport transport) {
        TProtocol protocol = protocols(setup).getProtocol(transport);
        return setup.multiplexed() ? new TMultiplexedProtocol(protocol, "Store") : protocol;
    }

    private static TProtocolFactory protocols(Setup setup) {
        return switch (setup.protocol()) {
            case BINARY -> new TBinaryProtocol.Factory();
            case COMPACT -> new TCompactProtocol.Factory();
        };
    }

    private Running start(Setup setup) throws Exception {
        ServiceSchema service =
                ThriftSchema.compile(IdlSources.of(IDL)).service("Store").orElseThrow();
        TProcessor processor = new SchemaProcessor(
                service, Map.of("get", this::get, "tell", a -> told.add(a.text("text")), "ping", a -> null));
        if (setup.multiplexed()) {
            TMultiplexedProcessor several = new TMultiplexedProcessor();
            several.registerProcessor("Other", new SchemaProcessor(service, Map.of()));
            several.registerProcessor("Store", processor);
            processor = several;
        }
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        TServer server;
        int port;
        if (setup.kind() == Kind.NONBLOCKING) {
            TNonblockingServerSocket socket = new TNonblockingServerSocket(loopback);
            port = socket.getPort();
            server = new TNonblockingServer(
                    new TNonblockingServer.Args(socket).processor(processor).protocolFactory(protocols(setup)));
        } else {
            TServerSocket socket = new TServerSocket(loopback);
            port = socket.getServerSocket().getLocalPort();
            TTransportFactory transports = setup.framed() ? new TFramedTransport.Factory() : new TTransportFactory();
            server = setup.kind() == Kind.SIMPLE
                    ? new TSimpleServer(new TServer.Args(socket)
                            .processor(processor)
                            .transportFactory(transports)
                            .protocolFactory(protocols(setup)))
                    : new TThreadPoolServer(new TThreadPoolServer.Args(socket)
                            .processor(processor)
                            .transportFactory(transports)
                            .protocolFactory(protocols(setup))
                            .minWorkerThreads(1));
        }
        Thread thread = new Thread(server::serve, "stock server");
        thread.start();
        return new Running(server, port, thread);
    }

    private Object get(StructView arguments) throws DeclaredException {
        StructView like = (StructView) arguments.get("like");
        return switch (like.text("name")) {
            case "none" -> throw new DeclaredException("Missing", Map.of("name", "none"));
            case "crash" -> throw new IllegalStateException("secret");
            default -> Map.of("name", like.text("name"), "good", true, "numbers", List.of(1L, -9_000_000_000L));
        };
    }

    private record Running(TServer server, int port, Thread thread) implements AutoCloseable {
        @Override
        public void close() throws InterruptedException {
            server.stop();
            thread.join(TIMEOUT_MILLIS);
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
