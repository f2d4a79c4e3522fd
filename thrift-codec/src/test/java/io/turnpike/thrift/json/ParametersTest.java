package io.turnpike.thrift.json;

import static io.turnpike.thrift.json.Schemas.EVERYTHING;
import static io.turnpike.thrift.json.Schemas.arguments;
import static io.turnpike.thrift.json.Schemas.field;
import static io.turnpike.thrift.json.Schemas.method;
import static io.turnpike.thrift.json.Schemas.takes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.Test;

/** Values given as text. */
class ParametersTest {

    @Test
    void parameters_everyScalarListAndNested_fillTheFields() throws Exception {
        Wire.Struct read = arguments(
                takes(EVERYTHING),
                CallInput.ofQuery(given(
                        "aBool",
                        "true",
                        "aByte",
                        "-1",
                        "anI16",
                        "2",
                        "anI32",
                        "3",
                        "anI64",
                        "4",
                        "aDouble",
                        "5.5",
                        "aString",
                        "a b",
                        "aBinary",
                        "AQ==",
                        "aUuid",
                        "00000000-0000-0001-0000-000000000002",
                        "anEnum",
                        "RED",
                        "aStruct.x",
                        "6",
                        "aStruct.y",
                        "7",
                        "aUnion.text",
                        "",
                        "aList",
                        "8",
                        "aSet",
                        "p",
                        "aList",
                        "9",
                        "colors",
                        "1",
                        "nobody",
                        "x",
                        "aStruct.z",
                        "1",
                        "aList.x",
                        "1",
                        "",
                        "1")));

        assertThat(read)
                .isEqualTo(Wire.Struct.of(
                        1,
                        Wire.struct(
                                1, Wire.bool(true),
                                2, Wire.i8(-1),
                                3, Wire.i16(2),
                                4, Wire.i32(3),
                                5, Wire.i64(4),
                                6, Wire.dbl(5.5),
                                7, Wire.str("a b"),
                                8, Wire.bin(1),
                                9, Wire.uuid("00000000-0000-0001-0000-000000000002"),
                                10, Wire.i32(1),
                                11, Wire.struct(1, Wire.i32(6), 2, Wire.i32(7)),
                                12, Wire.struct(2, Wire.str("")),
                                13, Wire.list(TType.I32, Wire.i32(8), Wire.i32(9)),
                                14, Wire.set(TType.STRING, Wire.str("p")),
                                20, Wire.set(TType.I32, Wire.i32(1)))));
    }

    @Test
    void parametersAndBody_sameField_parameterWins() throws Exception {
        byte[] body = "{\"anI32\":\"wrong but overridden\",\"aStruct\":{\"x\":1,\"y\":2},\"aList\":[1],\"aBool\":true}"
                .getBytes(StandardCharsets.UTF_8);

        Wire.Struct read = arguments(
                takes(EVERYTHING),
                new CallInput(
                        body,
                        0,
                        body.length,
                        given("aStruct.y", "5", "anI32", "3", "aList", "2", "aUnion.number", "1")));

        assertThat(read)
                .isEqualTo(Wire.Struct.of(
                        1,
                        Wire.struct(
                                11, Wire.struct(1, Wire.i32(1), 2, Wire.i32(5)),
                                1, Wire.bool(true),
                                4, Wire.i32(3),
                                13, Wire.list(TType.I32, Wire.i32(2)),
                                12, Wire.struct(1, Wire.i32(1)))));
    }

    @Test
    void parametersAndNullInBody_nestedField_isTakenFromTheParameters() throws Exception {
        byte[] body = "{\"aStruct\":null}".getBytes(StandardCharsets.UTF_8);

        assertThat(arguments(takes(EVERYTHING), new CallInput(body, 0, body.length, given("aStruct.x", "5"))))
                .isEqualTo(Wire.Struct.of(1, Wire.struct(11, Wire.struct(1, Wire.i32(5)))));
    }

    @Test
    void parameters_ofSeveralArguments_areNamedByArgument() throws Exception {
        MethodSchema method = method(
                "f",
                null,
                field(1, "a", Requiredness.DEFAULT, BaseType.I32),
                field(2, "p", Requiredness.DEFAULT, Schemas.POINT));

        assertThat(arguments(method, CallInput.ofQuery(given("a", "1", "p.x", "2"))))
                .isEqualTo(Wire.Struct.of(1, Wire.i32(1), 2, Wire.struct(1, Wire.i32(2))));
    }

    @Test
    void parameters_wrong_areFaultsWithPointers() {
        JsonMappingException e = catchThrowableOfType(
                JsonMappingException.class,
                () -> arguments(
                        takes(EVERYTHING),
                        CallInput.ofQuery(given(
                                "aBool",
                                "yes",
                                "anI32",
                                "",
                                "anI64",
                                "1",
                                "anI64",
                                "2",
                                "aStruct.y",
                                "q",
                                "aSet",
                                "a",
                                "aSet",
                                "a",
                                "aList",
                                "1",
                                "aList",
                                "x",
                                "aMap",
                                "{}",
                                "points",
                                "1",
                                "aString",
                                "\ud800"))));

        assertThat(e.malformed()).isFalse();
        assertThat(e.faults())
                .extracting(JsonFault::pointer)
                .containsExactly(
                        "/aBool",
                        "/anI32",
                        "/anI64",
                        "/aStruct/y",
                        "/aStruct/x",
                        "/aSet/1",
                        "/aList/1",
                        "/aMap",
                        "/points",
                        "/aString");
    }

    @Test
    void parameters_endlessPathThroughRecursiveStruct_isFault() {
        JsonMappingException e = catchThrowableOfType(
                JsonMappingException.class,
                () -> arguments(takes(Schemas.NODE), CallInput.ofQuery(given("next.".repeat(5000) + "name", "x"))));

        assertThat(e.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("nested deeper"));
    }

    private static List<Parameter> given(String... namesAndValues) {
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.add(new Parameter(namesAndValues[i], namesAndValues[i + 1]));
        }
        return parameters;
    }
}
