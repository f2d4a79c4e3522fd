package io.turnpike.thrift.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.json.CallInput;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import io.turnpike.thrift.json.Reply;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TMemoryInputTransport;
import org.junit.jupiter.api.Test;

class SchemaProcessorTest {

    private static final EnumSchema COLOR = new EnumSchema("Color", Map.of("RED", 1));
    private static final StructSchema ITEM = StructSchema.of(
            "Item",
            StructSchema.Kind.STRUCT,
            List.of(
                    field(1, "aBool", BaseType.BOOL),
                    field(2, "aByte", BaseType.BYTE),
                    field(3, "anI16", BaseType.I16),
                    field(4, "anI64", BaseType.I64),
                    field(5, "aDouble", BaseType.DOUBLE),
                    field(6, "text", BaseType.STRING),
                    field(7, "bytes", BaseType.BINARY),
                    field(8, "uuid", BaseType.UUID),
                    field(9, "color", COLOR),
                    field(10, "list", new ListType(BaseType.I32)),
                    field(11, "set", new SetType(BaseType.STRING)),
                    field(12, "map", new MapType(BaseType.STRING, new ListType(BaseType.BYTE))),
                    new FieldSchema((short) 13, "fallback", Requiredness.DEFAULT, BaseType.I16, 7, Map.of(), "")));
    private static final StructSchema OOPS =
            StructSchema.of("Oops", StructSchema.Kind.EXCEPTION, List.of(field(1, "code", BaseType.I32)));
    private static final MethodSchema ECHO = method("echo", ITEM, false, field(1, "item", ITEM));
    private static final MethodSchema NOTHING = method("nothing", null, false);
    private static final MethodSchema FIRE = method("fire", null, true, field(1, "text", BaseType.STRING));
    private static final ServiceSchema SERVICE =
            new ServiceSchema("S", Map.of("echo", ECHO, "nothing", NOTHING, "fire", FIRE), Map.of(), "");

    private final ByteSink json = new ByteSink(64);

    @Test
    void echo_everyType_comesBack() throws Exception {
        String item =
                "{\"aBool\":true,\"aByte\":1,\"anI16\":2,\"anI64\":3,\"aDouble\":4.5,\"text\":\"t\",\"bytes\":\"AQ==\","
                        + "\"uuid\":\"00000000-0000-0001-0000-000000000002\",\"color\":\"RED\",\"list\":[1],\"set\":[\"a\"],"
                        + "\"map\":{\"k\":[1]},\"fallback\":9}";

        Reply reply = call(ECHO, arguments -> arguments.get("item"), item);

        assertThat(reply).isEqualTo(Reply.VALUE);
        assertThat(text()).isEqualTo(item);
    }

    @Test
    void arguments_read_haveTheDocumentedTypesAndDefaults() throws Exception {
        call(
                ECHO,
                arguments -> {
                    StructView item = (StructView) arguments.get("item");
                    assertThat(item.get("aByte")).isEqualTo((byte) 1);
                    assertThat(item.get("fallback")).isEqualTo((short) 7);
                    assertThat(item.get("uuid")).isEqualTo(new UUID(1, 2));
                    assertThat(item.get("set")).isEqualTo(Set.of("a"));
                    assertThat(item.get("aBool")).isNull();
                    assertThat(item.text("text")).isEmpty();
                    assertThatThrownBy(() -> item.get("nix")).isInstanceOf(IllegalArgumentException.class);
                    return Map.of("color", "RED", "anI64", 5, "text", "done");
                },
                "{\"aByte\":1,\"uuid\":\"00000000-0000-0001-0000-000000000002\",\"set\":[\"a\"]}");

        assertThat(text()).isEqualTo("{\"anI64\":5,\"text\":\"done\",\"color\":\"RED\",\"fallback\":7}");
    }

    @Test
    void answers_ofEveryKind_areWhatTheContractSays() throws Exception {
        assertThat(call(NOTHING, arguments -> "ignored", "")).isEqualTo(Reply.VOID);
        assertThat(call(ECHO, arguments -> null, "").applicationErrorType())
                .isEqualTo(TApplicationException.MISSING_RESULT);
        assertThat(call(
                                ECHO,
                                arguments -> {
                                    throw new IllegalStateException("secret");
                                },
                                "")
                        .applicationErrorMessage())
                .isEqualTo("Internal error processing echo");
        assertThat(call(ECHO, arguments -> Map.of("aByte", 300), "").applicationErrorType())
                .isEqualTo(TApplicationException.INTERNAL_ERROR);
        Reply declared = call(
                ECHO,
                arguments -> {
                    throw new DeclaredException("Oops", Map.of("code", 4));
                },
                "");
        assertThat(declared.kind()).isEqualTo(Reply.Kind.EXCEPTION);
        assertThat(text()).isEqualTo("{\"exception\":\"Oops\",\"value\":{\"code\":4}}");
        assertThat(call(
                                ECHO,
                                arguments -> {
                                    throw new DeclaredException("Other", Map.of());
                                },
                                "")
                        .applicationErrorType())
                .isEqualTo(TApplicationException.INTERNAL_ERROR);
    }

    @Test
    void unknownMethod_anyCall_isToldAndTheConnectionStays() throws Exception {
        MethodSchema other = method("other", null, false, field(1, "item", ITEM));

        Reply reply = call(other, new SchemaProcessor(SERVICE, Map.of()), "{\"text\":\"x\"}");

        assertThat(reply.applicationErrorType()).isEqualTo(TApplicationException.UNKNOWN_METHOD);
    }

    @Test
    void oneway_evenFailing_answersNothing() throws Exception {
        ByteSink call = new ByteSink(16);
        new MethodTranscoder(FIRE, MappingOptions.DEFAULTS)
                .writeCall(1, CallInput.ofBody("{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8)), call);
        TMemoryBuffer out = new TMemoryBuffer(16);
        SchemaProcessor processor = new SchemaProcessor(SERVICE, Map.of("fire", arguments -> {
            throw new IllegalStateException("got " + arguments.text("text"));
        }));

        processor.process(
                new TBinaryProtocol(new TMemoryInputTransport(new TConfiguration(), call.toByteArray())),
                new TBinaryProtocol(out));

        assertThat(out.length()).isZero();
    }

    @Test
    void compactProtocol_sameProcessor_works() throws Exception {
        TMemoryBuffer request = new TMemoryBuffer(64);
        TProtocol client = new TCompactProtocol(request);
        client.writeMessageBegin(new TMessage("nothing", TMessageType.CALL, 3));
        client.writeFieldStop();
        client.writeMessageEnd();
        TMemoryBuffer answer = new TMemoryBuffer(64);

        new SchemaProcessor(SERVICE, Map.of("nothing", arguments -> null))
                .process(new TCompactProtocol(request), new TCompactProtocol(answer));

        assertThat(new TCompactProtocol(answer).readMessageBegin().seqid).isEqualTo(3);
    }

    @Test
    void arguments_ofAnotherElementType_areRefusedAndReadToTheirEnd() throws Exception {
        StructSchema other = StructSchema.of(
                "Item",
                StructSchema.Kind.STRUCT,
                List.of(
                        field(10, "list", new ListType(BaseType.STRING)),
                        field(12, "map", new MapType(BaseType.STRING, BaseType.I64))));
        MethodSchema wrong = method("echo", ITEM, false, field(1, "item", other));
        SchemaProcessor processor = new SchemaProcessor(SERVICE, Map.of("echo", arguments -> arguments.get("item")));

        Reply list = call(wrong, processor, "{\"list\":[\"a\",\"b\"],\"map\":{}}");
        Reply map = call(wrong, processor, "{\"list\":[],\"map\":{\"a\":1}}");

        assertThat(list.applicationErrorType()).isEqualTo(TApplicationException.PROTOCOL_ERROR);
        assertThat(list.applicationErrorMessage()).isEqualTo("container of type code 11 (expected: i32)");
        assertThat(map.applicationErrorMessage()).isEqualTo("container of type code 10 (expected: list<byte>)");
    }

    @Test
    void handlerOfNoMethod_isRefused() {
        assertThatThrownBy(() -> new SchemaProcessor(SERVICE, Map.of("nix", arguments -> null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nix");
    }

    private Reply call(MethodSchema method, MethodHandler handler, String body) throws Exception {
        return call(method, new SchemaProcessor(SERVICE, Map.of(method.name(), handler)), body);
    }

    private Reply call(MethodSchema method, SchemaProcessor processor, String body) throws Exception {
        MethodTranscoder transcoder = new MethodTranscoder(method, MappingOptions.DEFAULTS);
        ByteSink call = new ByteSink(16);
        transcoder.writeCall(4, CallInput.ofBody(body.getBytes(StandardCharsets.UTF_8)), call);
        TMemoryInputTransport in = new TMemoryInputTransport(new TConfiguration(), call.toByteArray());
        TMemoryBuffer out = new TMemoryBuffer(64);
        processor.process(new TBinaryProtocol(in, true, true), new TBinaryProtocol(out));
        assertThat(in.getBytesRemainingInBuffer()).isZero();
        json.truncate(0);
        return transcoder.readReply(out.getArray(), 0, out.length(), 4, json);
    }

    private String text() {
        return new String(json.array(), 0, json.size(), StandardCharsets.UTF_8);
    }

    private static FieldSchema field(int id, String name, ThriftType type) {
        return FieldSchema.of(id, name, Requiredness.OPTIONAL, type);
    }

    private static MethodSchema method(String name, ThriftType returns, boolean oneway, FieldSchema... arguments) {
        return new MethodSchema(
                name,
                StructSchema.of(name + "_args", StructSchema.Kind.STRUCT, List.of(arguments)),
                Optional.ofNullable(returns),
                oneway ? List.of() : List.of(field(1, "oops", OOPS)),
                oneway,
                Map.of(),
                "");
    }
}
