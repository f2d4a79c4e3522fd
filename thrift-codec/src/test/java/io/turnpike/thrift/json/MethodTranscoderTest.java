package io.turnpike.thrift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.fuzz.Allocation;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.ThriftSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of calls and replies: multiplexed names, sequence ids. */
class MethodTranscoderTest {

    private static final MethodSchema METHOD = Schemas.method("get", BaseType.I32);

    @ParameterizedTest
    @EnumSource
    void call_multiplexed_carriesThePrefixedName(ThriftProtocol protocol) throws Exception {
        MethodTranscoder transcoder = new MethodTranscoder(METHOD, MappingOptions.DEFAULTS, protocol, "Assets");
        ByteSink call = new ByteSink(1);

        transcoder.writeCall(-3, Schemas.json("{}"), call);

        Wire.Message read = Wire.read(protocol, call.toByteArray());
        assertThat(read.header().name).isEqualTo("Assets:get");
        assertThat(read.header().seqid).isEqualTo(-3);
        assertThat(transcoder.calledName()).isEqualTo("Assets:get");
        assertThat(transcoder.protocol()).isEqualTo(protocol);
    }

    @ParameterizedTest
    @EnumSource
    void reply_multiplexed_carriesEitherName(ThriftProtocol protocol) throws Exception {
        MethodTranscoder transcoder = new MethodTranscoder(METHOD, MappingOptions.DEFAULTS, protocol, "Assets");

        assertThat(read(transcoder, "get", 300)).isEqualTo(Reply.VALUE);
        assertThat(read(transcoder, "Assets:get", 300)).isEqualTo(Reply.VALUE);
        assertThatThrownBy(() -> read(transcoder, "Users:get", 300))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("reply to method Users:get (expected: get)");
        assertThatThrownBy(() -> read(transcoder, "get", 301))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("sequence id 301 (expected: 300)");
    }

    @Test
    void reply_notMultiplexed_carriesThePlainName() {
        MethodTranscoder transcoder = new MethodTranscoder(METHOD, MappingOptions.DEFAULTS);

        assertThatThrownBy(() -> read(transcoder, "Assets:get", 300)).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a:b"})
    void multiplexedName_thatNoServerFinds_isRefused(String name) {
        ServiceSchema service = new ServiceSchema("S", Map.of("get", METHOD), Map.of(), "");

        assertThatThrownBy(() -> MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS, ThriftProtocol.BINARY, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiplexedName: \"" + name + '"');
    }

    /** Bytes that no text has must not be taken for the key of a field that JSON must not hold. */
    @ParameterizedTest
    @ValueSource(strings = {"api.none = 'true'", "api.header = 'X-Role'", "api.query = 'role'"})
    void call_fieldThatJsonMustNotHold_isNotSetByAnyBytes(String annotation) throws Exception {
        ServiceSchema service = service("struct S { 1: i32 a, 2: optional string role (" + annotation
                + "), 3: string b } service Roles { void put(1: S s) }");
        MethodTranscoder transcoder = Objects.requireNonNull(
                MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS).get("put"));
        ByteSink call = new ByteSink(1);

        for (String body :
                List.of("{\"a\":1,\u00ff\u00ff\"admin\"}", "{\"a\":1,\u00ff\u00ff:\"admin\"}", "{\"a\":1,\"admin\"}")) {
            byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> transcoder.writeCall(1, CallInput.ofBody(bytes), call))
                    .isInstanceOf(JsonMappingException.class);
        }
    }

    /** Two fields of one key, as an earlier version took them: the first one has it, wherever it stands. */
    @Test
    void call_twoFieldsOfOneKey_firstHasIt() throws Exception {
        ServiceSchema service = service("struct S { 1: optional i32 a (api.body = 'x'), 2: optional i32 p,"
                + " 3: optional i32 b (api.body = 'x') } service Keys { void put(1: S s) }");
        MethodTranscoder transcoder = Objects.requireNonNull(
                MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS).get("put"));
        ByteSink first = new ByteSink(1);
        ByteSink last = new ByteSink(1);

        transcoder.writeCall(1, Schemas.json("{\"x\":2}"), first);
        transcoder.writeCall(1, Schemas.json("{\"p\":null,\"x\":2}"), last);

        assertThat(last.toByteArray()).isEqualTo(first.toByteArray());
    }

    /** A struct with a long default that many methods take is laid out once. */
    @Test
    void ofAll_manyMethodsOfOneAnnotatedStruct_sharesItsPlan() throws Exception {
        StringBuilder idl = new StringBuilder("struct S { 1: string h (api.header = 'X-H'), 2: string d = '")
                .append("d".repeat(100_000))
                .append("' } service Many {\n");
        for (int i = 0; i < 2_000; i++) {
            idl.append("S m").append(i).append("(1: S s)\n");
        }
        ServiceSchema service = service(idl.append('}').toString());

        Map<String, MethodTranscoder> all = Allocation.bounded(
                1L << 20, 0, idl.length(), () -> MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS));
        assertThat(all).hasSize(2_000);

        List<MethodTranscoder> called = Allocation.bounded(
                20L << 20,
                0,
                idl.length(),
                () -> all.values().stream()
                        .filter(method -> !method.bindsQuery())
                        .toList());
        assertThat(called).hasSize(2_000);
    }

    /** Each method is laid out by whoever calls it first, while others do the same with methods that share its structs. */
    @Test
    void firstCalls_ofManyThreadsAtOnce_areAsAnyOther() throws Exception {
        StringBuilder idl = new StringBuilder(
                "struct A { 1: i32 a, 2: optional B b } struct B { 1: string c, 2: list<A> more } service Shared {\n");
        for (int i = 0; i < 40; i++) {
            idl.append("A m").append(i).append("(1: A x, 2: B y)\n");
        }
        ServiceSchema service = service(idl.append('}').toString());
        String body = "{\"x\":{\"a\":1,\"b\":{\"c\":\"d\",\"more\":[{\"a\":2}]}},\"y\":{\"c\":\"\",\"more\":[]}}";
        ByteSink expected = new ByteSink(1);
        new MethodTranscoder(Objects.requireNonNull(service.method("m0")), MappingOptions.DEFAULTS)
                .writeCall(1, Schemas.json(body), expected);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                MethodTranscoder first = Objects.requireNonNull(
                        MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS).get("m0"));
                List<MethodTranscoder> all = List.copyOf(
                        MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS).values());
                List<Callable<byte[]>> calls = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    MethodTranscoder method = i % 2 == 0 ? first : all.get(i);
                    calls.add(() -> {
                        ByteSink call = new ByteSink(1);
                        method.writeCall(1, Schemas.json(body), call);
                        return call.toByteArray();
                    });
                }
                for (Future<byte[]> call : threads.invokeAll(calls)) {
                    byte[] bytes = call.get();
                    assertThat(bytes.length - expected.size()).isIn(0, 1);
                    assertThat(Arrays.copyOfRange(bytes, bytes.length - 40, bytes.length))
                            .isEqualTo(
                                    Arrays.copyOfRange(expected.toByteArray(), expected.size() - 40, expected.size()));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static ServiceSchema service(String idl) throws Exception {
        return ThriftSchema.compile(new IdlSources("m.thrift", idl, Map.of()))
                .service("S")
                .orElseThrow();
    }

    private static Reply read(MethodTranscoder transcoder, String name, int sequenceId) throws ProtocolException {
        byte[] reply =
                Wire.write(transcoder.protocol(), name, TMessageType.REPLY, sequenceId, Wire.Struct.of(0, Wire.i32(5)));
        return transcoder.readReply(reply, 0, reply.length, 300, new ByteSink(1));
    }
}
