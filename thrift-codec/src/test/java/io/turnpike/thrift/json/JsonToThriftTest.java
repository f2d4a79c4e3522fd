package io.turnpike.thrift.json;

import static io.turnpike.thrift.json.Schemas.EVERYTHING;
import static io.turnpike.thrift.json.Schemas.POINT;
import static io.turnpike.thrift.json.Schemas.arguments;
import static io.turnpike.thrift.json.Schemas.field;
import static io.turnpike.thrift.json.Schemas.json;
import static io.turnpike.thrift.json.Schemas.method;
import static io.turnpike.thrift.json.Schemas.struct;
import static io.turnpike.thrift.json.Schemas.takes;
import static io.turnpike.thrift.json.Schemas.withDefault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of the mapping from JSON to Thrift, read back by libthrift. */
class JsonToThriftTest {

    @Test
    void everyRow_validBody_isWhatLibthriftReads() throws Exception {
        String body = """
                {"aBool":true,"aByte":-128,"anI16":32767,"anI32":-2147483648,"anI64":9223372036854775807,
                 "aDouble":1.5e-3,"aString":"h\\u00e9\\ud83d\\ude00\\n\\/","aBinary":"AP8Q","aUuid":"00112233-4455-6677-8899-AABBCCDDEEFF",
                 "anEnum":"GREEN","aStruct":{"x":1,"y":2},"aUnion":{"text":"t"},"aList":[1,2,3],"aSet":["a","b"],
                 "aMap":{"k":1},"byNumber":{"-5":true},"byColor":{"RED":"r","7":"u"},"byPoint":[[{"x":1},"p"]],
                 "points":[{"x":3}],"colors":["RED",2],"byBool":{"true":1},"byDouble":{"1.5":2},
                 "a/b~c\\"d":4,"noId":5,"textual":"-42","textuals":[1,"2"],"unknown":[{"x":[null]}]}
                """;

        Wire.Struct arguments = arguments(takes(EVERYTHING), json(body));

        assertThat(arguments)
                .isEqualTo(Wire.Struct.of(
                        1,
                        Wire.struct(
                                1, Wire.bool(true),
                                2, Wire.i8(-128),
                                3, Wire.i16(32767),
                                4, Wire.i32(Integer.MIN_VALUE),
                                5, Wire.i64(Long.MAX_VALUE),
                                6, Wire.dbl(0.0015),
                                7, Wire.str("hé\uD83D\uDE00\n/"),
                                8, Wire.bin(0, 255, 16),
                                9, Wire.uuid("00112233-4455-6677-8899-aabbccddeeff"),
                                10, Wire.i32(2),
                                11, Wire.struct(1, Wire.i32(1), 2, Wire.i32(2)),
                                12, Wire.struct(2, Wire.str("t")),
                                13, Wire.list(TType.I32, Wire.i32(1), Wire.i32(2), Wire.i32(3)),
                                14, Wire.set(TType.STRING, Wire.str("a"), Wire.str("b")),
                                15, Wire.map(TType.STRING, TType.I32, Wire.str("k"), Wire.i32(1)),
                                16, Wire.map(TType.I64, TType.BOOL, Wire.i64(-5), Wire.bool(true)),
                                17,
                                        Wire.map(
                                                TType.I32,
                                                TType.STRING,
                                                Wire.i32(1),
                                                Wire.str("r"),
                                                Wire.i32(7),
                                                Wire.str("u")),
                                18, Wire.map(TType.STRUCT, TType.STRING, Wire.struct(1, Wire.i32(1)), Wire.str("p")),
                                19, Wire.list(TType.STRUCT, Wire.struct(1, Wire.i32(3))),
                                20, Wire.set(TType.I32, Wire.i32(1), Wire.i32(2)),
                                21, Wire.map(TType.BOOL, TType.I32, Wire.bool(true), Wire.i32(1)),
                                22, Wire.map(TType.DOUBLE, TType.I32, Wire.dbl(1.5), Wire.i32(2)),
                                300, Wire.i32(4),
                                -5, Wire.i32(5),
                                301, Wire.i64(-42),
                                302, Wire.list(TType.I64, Wire.i64(1), Wire.i64(2)))));
    }

    @Test
    void header_callAndOneway_areStrict() throws Exception {
        MethodSchema call = method("ping", null);
        MethodSchema oneway =
                new MethodSchema("fire", struct("fire_args"), Optional.empty(), List.of(), true, Map.of(), "");
        ByteSink out = new ByteSink(1);

        new MethodTranscoder(call, MappingOptions.DEFAULTS).writeCall(-9, json(""), out);
        assertThat(Wire.read(out.toByteArray()).header().name).isEqualTo("ping");
        assertThat(Wire.read(out.toByteArray()).header().seqid).isEqualTo(-9);
        assertThat(Wire.read(out.toByteArray()).header().type).isEqualTo(TMessageType.CALL);
        out.truncate(0);
        new MethodTranscoder(oneway, MappingOptions.DEFAULTS).writeCall(1, json("{}"), out);
        assertThat(Wire.read(out.toByteArray()).header().type).isEqualTo(TMessageType.ONEWAY);
    }

    @Test
    void arguments_severalOrOneScalar_areKeyedByName() throws Exception {
        MethodSchema two = method(
                "add",
                null,
                field(1, "a", Requiredness.DEFAULT, BaseType.I32),
                field(2, "p", Requiredness.DEFAULT, POINT));

        assertThat(arguments(two, json("{\"p\":{\"x\":1},\"a\":2}")))
                .isEqualTo(Wire.Struct.of(2, Wire.struct(1, Wire.i32(1)), 1, Wire.i32(2)));
        assertThat(arguments(
                        method("id", null, field(1, "a", Requiredness.DEFAULT, BaseType.I32)), json(" {\"a\":2} ")))
                .isEqualTo(Wire.Struct.of(1, Wire.i32(2)));
        for (String none : List.of("", "  ", "{}", "null")) {
            assertThat(arguments(two, json(none))).isEqualTo(Wire.Struct.of());
            assertThat(arguments(method("none", null), json(none))).isEqualTo(Wire.Struct.of());
            assertThat(arguments(takes(EVERYTHING), json(none))).isEqualTo(Wire.Struct.of(1, Wire.struct()));
        }
    }

    @Test
    void nullField_isAbsent() throws Exception {
        assertThat(arguments(takes(POINT), json("{\"x\":1,\"y\":null}")))
                .isEqualTo(Wire.Struct.of(1, Wire.struct(1, Wire.i32(1))));
    }

    @Test
    void recursiveStruct_nested_isWritten() throws Exception {
        assertThat(arguments(takes(Schemas.NODE), json("{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"next\":{}}]}")))
                .isEqualTo(Wire.Struct.of(
                        1,
                        Wire.struct(
                                1,
                                Wire.str("a"),
                                3,
                                Wire.list(TType.STRUCT, Wire.struct(1, Wire.str("b"), 2, Wire.struct())))));
    }

    @Test
    void defaults_missingOrNullField_areWrittenUnlessOptional() throws Exception {
        StructSchema inner = struct(
                "Inner",
                withDefault(1, "a", Requiredness.DEFAULT, BaseType.I16, 3),
                field(2, "b", Requiredness.DEFAULT, BaseType.I32));
        StructSchema outer = struct(
                "Outer",
                withDefault(1, "n", Requiredness.DEFAULT, BaseType.I64, 5L),
                withDefault(2, "o", Requiredness.OPTIONAL, BaseType.I32, 6),
                withDefault(3, "r", Requiredness.REQUIRED, BaseType.STRING, "é"),
                withDefault(4, "c", Requiredness.DEFAULT, Schemas.COLOR, 2),
                withDefault(5, "l", Requiredness.DEFAULT, new ListType(BaseType.DOUBLE), List.of(1.0)),
                withDefault(6, "m", Requiredness.DEFAULT, new MapType(BaseType.BYTE, BaseType.BOOL), Map.of(1, true)),
                withDefault(7, "s", Requiredness.DEFAULT, inner, Map.of("b", 9)),
                withDefault(8, "u", Requiredness.DEFAULT, BaseType.UUID, new UUID(1, 2)),
                withDefault(9, "y", Requiredness.DEFAULT, BaseType.BINARY, new byte[] {1}),
                withDefault(10, "t", Requiredness.DEFAULT, new SetType(BaseType.STRING), List.of("q")));

        assertThat(arguments(takes(outer), json("{\"c\":null,\"n\":1}")))
                .isEqualTo(Wire.Struct.of(
                        1,
                        Wire.struct(
                                1, Wire.i64(1),
                                3, Wire.str("é"),
                                4, Wire.i32(2),
                                5, Wire.list(TType.DOUBLE, Wire.dbl(1)),
                                6, Wire.map(TType.BYTE, TType.BOOL, Wire.i8(1), Wire.bool(true)),
                                7, Wire.struct(1, Wire.i16(3), 2, Wire.i32(9)),
                                8, Wire.uuid("00000000-0000-0001-0000-000000000002"),
                                9, Wire.bin(1),
                                10, Wire.set(TType.STRING, Wire.str("q")))));
    }

    @Test
    void defaultThatContainsItself_isRefused() {
        StructSchema loop = new StructSchema("Loop", StructSchema.Kind.STRUCT, Map.of(), "");
        loop.complete(List.of(withDefault(1, "again", Requiredness.DEFAULT, loop, Map.of())));

        MethodTranscoder transcoder = new MethodTranscoder(takes(loop), MappingOptions.DEFAULTS);

        for (int call = 1; call <= 2; call++) {
            assertThatThrownBy(transcoder::bindsQuery)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("again");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,1",
        "1e2,100",
        "-0,0",
        "120e-1,12",
        "0.0000000005e10,5",
        "9223372036854775807,9223372036854775807",
        "-9223372036854775808,-9223372036854775808",
        "9.223372036854775807E+18,9223372036854775807",
        "0e999999999999,0",
        "-92233720368547758080e-1,-9223372036854775808",
        "1000000000000000000,1000000000000000000",
        "0.00e-5,0"
    })
    void wholeNumber_anyNotation_isExact(String text, long expected) throws Exception {
        MethodSchema method = method("f", null, field(1, "a", Requiredness.DEFAULT, BaseType.I64));

        assertThat(arguments(method, json("{\"a\":" + text + "}"))).isEqualTo(Wire.Struct.of(1, Wire.i64(expected)));
        assertThat(arguments(method, json("{\"a\":\"" + text + "\"}")))
                .isEqualTo(Wire.Struct.of(1, Wire.i64(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "1.5",
        "9223372036854775808",
        "-9223372036854775809",
        "1e19",
        "1e99999999999999999999",
        "1e-1",
        "9223372036854775807.5",
        "100000000000000000000000",
        "922337203685477580700e-1",
        "1e-99999999999999999999"
    })
    void wholeNumber_notWholeOrOutOfRange_isFault(String text) {
        MethodSchema method = method("f", null, field(1, "a", Requiredness.DEFAULT, BaseType.I64));

        assertThatThrownBy(() -> arguments(method, json("{\"a\":" + text + "}")))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageStartingWith(text);
    }

    @Test
    void base64_withoutPadding_isTaken() throws Exception {
        assertThat(arguments(takes(EVERYTHING), json("{\"aBinary\":\"AA\"}")))
                .isEqualTo(Wire.Struct.of(1, Wire.struct(8, Wire.bin(0))));
        assertThat(arguments(takes(EVERYTHING), json("{\"aBinary\":\"\"}")))
                .isEqualTo(Wire.Struct.of(1, Wire.struct(8, Wire.bin())));
    }

    @Test
    void fieldName_withEscapes_isFound() throws Exception {
        assertThat(arguments(takes(EVERYTHING), json("{\"\\u0061nI32\":4,\"a\\/b~c\\u0022d\":5}")))
                .isEqualTo(Wire.Struct.of(1, Wire.struct(4, Wire.i32(4), 300, Wire.i32(5))));
    }

    @Test
    void manyFields_moreThan64_areAllKeptApart() throws Exception {
        List<FieldSchema> fields = new ArrayList<>();
        StringBuilder body = new StringBuilder("{");
        Object[] expected = new Object[400];
        for (int i = 0; i < 200; i++) {
            fields.add(field(i + 1, "f" + i, Requiredness.REQUIRED, BaseType.I32));
            body.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":").append(i);
            expected[i * 2] = i + 1;
            expected[i * 2 + 1] = Wire.i32(i);
        }
        StructSchema wide = StructSchema.of("Wide", StructSchema.Kind.STRUCT, fields);

        assertThat(arguments(takes(wide), json(body + "}"))).isEqualTo(Wire.Struct.of(1, Wire.struct(expected)));
        assertThatThrownBy(() -> arguments(takes(wide), json(body + ",\"f150\":1}")))
                .hasMessageContaining("f150 comes again");
    }
}
