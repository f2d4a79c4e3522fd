package io.turnpike.thrift.json;

import static io.turnpike.thrift.json.Schemas.EVERYTHING;
import static io.turnpike.thrift.json.Schemas.arguments;
import static io.turnpike.thrift.json.Schemas.field;
import static io.turnpike.thrift.json.Schemas.json;
import static io.turnpike.thrift.json.Schemas.method;
import static io.turnpike.thrift.json.Schemas.takes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said completely, each with its place. */
class JsonFaultsTest {

    private static final MappingOptions STRICT = new MappingOptions(true, false, false, 64, ProtocolLimits.DEFAULTS);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"aBool\":1}|/aBool|bool|1 (expected: bool, true or false)",
                "{\"aBool\":\"true\"}|/aBool|bool|\"true\" (expected",
                "{\"aByte\":128}|/aByte|byte|128 (expected: byte, a whole number from -128 to 127)",
                "{\"anI16\":-32769}|/anI16|i16|-32769",
                "{\"anI32\":\"1\"}|/anI32|i32|\"1\"",
                "{\"anI32\":2147483648}|/anI32|i32|2147483648",
                "{\"anI32\":1.5}|/anI32|i32|1.5",
                "{\"anI64\":\"x\"}|/anI64|i64|\"x\"",
                "{\"anI64\":\"\"}|/anI64|i64|\"\"",
                "{\"anI64\":\"01\"}|/anI64|i64|\"01\"",
                "{\"aDouble\":1e999}|/aDouble|double|1e999",
                "{\"aDouble\":\"NaN\"}|/aDouble|double|\"NaN\"",
                "{\"aString\":5}|/aString|string|5 (expected: string, a text)",
                "{\"aString\":\"\\ud800\"}|/aString|string|\"\\ud800\"",
                "{\"aString\":\"\\udc00\\ud800\"}|/aString|string|\"\\udc00",
                "{\"aBinary\":\"A\"}|/aBinary|binary|\"A\"",
                "{\"aBinary\":\"AA=\"}|/aBinary|binary|\"AA=\"",
                "{\"aBinary\":\"AB==\"}|/aBinary|binary|\"AB==\"",
                "{\"aBinary\":\"A-_A\"}|/aBinary|binary|\"A-_A\"",
                "{\"aBinary\":\"AA==AA==\"}|/aBinary|binary|\"AA==",
                "{\"aUuid\":\"00112233445566778899aabbccddeeff\"}|/aUuid|uuid|\"0011",
                "{\"aUuid\":\"0011223x-4455-6677-8899-aabbccddeeff\"}|/aUuid|uuid|\"0011",
                "{\"anEnum\":\"BLUE\"}|/anEnum|Color|\"BLUE\" (expected: Color, one of RED, GREEN, LIME, FAR or a number)",
                "{\"anEnum\":\"1\"}|/anEnum|Color|\"1\"",
                "{\"anEnum\":true}|/anEnum|Color|true",
                "{\"aStruct\":[1]}|/aStruct|Point|an array (expected: Point, an object)",
                "{\"aStruct\":{}}|/aStruct/x|i32|required field x of Point is missing",
                "{\"aStruct\":{\"x\":null}}|/aStruct/x|i32|required field x of Point is missing",
                "{\"aStruct\":{\"x\":1,\"x\":2}}|/aStruct/x|i32|key x comes again",
                "{\"aStruct\":{\"x\":1,\"y\":null,\"y\":2}}|/aStruct/y|i32|key y comes again",
                "{\"aUnion\":{}}|/aUnion|Choice|0 fields are set (expected: exactly one field of union Choice)",
                "{\"aUnion\":{\"number\":1,\"text\":\"\"}}|/aUnion|Choice|2 fields are set",
                "{\"aList\":{}}|/aList|list<i32>|an object (expected: list<i32>, an array)",
                "{\"aList\":[1,null]}|/aList/1|i32|null (expected: i32",
                "{\"aList\":[1,[]]}|/aList/1|i32|an array",
                "{\"aSet\":[\"a\",\"b\",\"a\"]}|/aSet/2|string|\"a\" comes again",
                "{\"colors\":[\"LIME\",2]}|/colors/1|Color|2 comes again",
                "{\"aMap\":[]}|/aMap|map<string, i32>|an array (expected: map<string, i32>, an object)",
                "{\"aMap\":{\"k\":null}}|/aMap/k|i32|null",
                "{\"aMap\":{\"k\":1,\"\\u006b\":2}}|/aMap/k|string|key \"k\" comes again",
                "{\"aMap\":{\"a/b~\":\"\"}}|/aMap/a~1b~0|i32|\"\"",
                "{\"byNumber\":{\"x\":true}}|/byNumber/x|i64|key \"x\" (expected: i64",
                "{\"byNumber\":{\"1\":true,\"1.0\":true}}|/byNumber/1.0|i64|key \"1.0\" comes again",
                "{\"byColor\":{\"BLUE\":\"\"}}|/byColor/BLUE|Color|key \"BLUE\"",
                "{\"byPoint\":{}}|/byPoint|map<Point, string>|an object (expected: map<Point, string>, an array of pairs",
                "{\"byPoint\":[1]}|/byPoint/0|map<Point, string>|1 (expected: a pair [Point, string])",
                "{\"byPoint\":[[{\"x\":1}]]}|/byPoint/0|map<Point, string>|an array of 1",
                "{\"byPoint\":[[{\"x\":1},\"\",1]]}|/byPoint/0|map<Point, string>|an array of 3",
                "{\"byPoint\":[[null,\"\"]]}|/byPoint/0/0|Point|null",
                "{\"byPoint\":[[{\"x\":\"\"},\"\"]]}|/byPoint/0/0/x|i32|\"\"",
                "{\"a/b~c\\\"d\":\"\"}|/a~1b~0c\"d|i32|\"\"",
                "7||Everything|7 (expected: Everything, an object)",
            })
    void fault_oneInBody_hasPointerTypeAndSentence(String body, String pointer, String expected, String message) {
        List<JsonFault> faults = faults(takes(EVERYTHING), json(body), MappingOptions.DEFAULTS);

        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).pointer()).isEqualTo(pointer == null ? "" : pointer);
        assertThat(faults.get(0).expected()).isEqualTo(expected);
        assertThat(faults.get(0).message()).startsWith(message).contains("expected");
    }

    @Test
    void faults_several_areAllFoundAndNothingIsWritten() {
        ByteSink out = new ByteSink(4);
        out.writeByte(42);
        MethodTranscoder transcoder = new MethodTranscoder(takes(EVERYTHING), MappingOptions.DEFAULTS);

        JsonMappingException e = catchThrowableOfType(
                JsonMappingException.class,
                () -> transcoder.writeCall(
                        1,
                        json("{\"anI32\":\"a\",\"points\":[{\"x\":1},{\"y\":\"q\"}],\"aSet\":[1],\"aBool\":0}"),
                        out));

        assertThat(e.malformed()).isFalse();
        assertThat(e.faults())
                .extracting(JsonFault::pointer)
                .containsExactly("/anI32", "/points/1/y", "/points/1/x", "/aSet/0", "/aBool");
        assertThat(out.toByteArray()).containsExactly(42);
    }

    @Test
    void faults_moreThanAHundred_areCutThere() {
        String body = "{\"aList\":[" + "true,".repeat(150) + "1]}";

        assertThat(faults(takes(EVERYTHING), json(body), MappingOptions.DEFAULTS))
                .hasSize(100);
    }

    @Test
    void offendingValue_long_isShortened() {
        String body = "{\"anI32\":\"" + "\u00e4".repeat(100_000) + "\"}";

        assertThat(faults(takes(EVERYTHING), json(body), MappingOptions.DEFAULTS)
                        .get(0)
                        .message())
                .hasSizeLessThan(160)
                .contains("…");
    }

    @Test
    void unknownField_byOption_isFault() {
        assertThat(faults(
                        takes(EVERYTHING),
                        new CallInput(
                                "{\"q\\u0041\":1,\"aStruct\":{\"x\":1,\"z\":{}}}".getBytes(StandardCharsets.UTF_8),
                                0,
                                38,
                                List.of(new Parameter("aStruct.nix", "1"))),
                        STRICT))
                .extracting(JsonFault::pointer)
                .containsExactly("/aStruct/nix", "/qA", "/aStruct/z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1}x",
                "{\"a\":01}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\":truex}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"",
                "{\"a\":\"\\",
                "{\"a\":\"\t\"}",
                "{\"a\":[1,]}",
                "{\"a\":[1 2]}",
                "{\"a\" 1}",
                "{} {}",
                "nul",
                "'a'",
                "{\"aList\":[1,}",
                "\uFEFF{}",
                "{\"aString\":\"x",
                "-",
                "{\"a\":--1}",
                "{\"anI32\":1 \"aBool\":true}",
                "\u00a0{}",
                "{\"a\":1}\u0000"
            })
    void malformedJson_anywhere_isOneFaultThatSaysWhere(String body) {
        JsonMappingException e = failure(takes(EVERYTHING), json(body), MappingOptions.DEFAULTS);

        assertThat(e.malformed()).isTrue();
        assertThat(e.faults()).hasSize(1);
        assertThat(e.faults().get(0).pointer()).isEmpty();
        assertThat(e.faults().get(0).message()).contains(" at line 1, column ").contains("(byte ");
    }

    @Test
    void malformedJson_afterFaultsAndLines_saysLineColumnAndByte() {
        JsonMappingException e =
                failure(takes(EVERYTHING), json("{\n \"anI32\":\"\",\r\n \"é\": }"), MappingOptions.DEFAULTS);

        assertThat(e.malformed()).isTrue();
        assertThat(e.faults().get(0).message()).isEqualTo("'}' (expected: a value) at line 3, column 7 (byte 23)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"80", "c080", "c1bf", "e08080", "eda080", "f0808080", "f4908080", "ff", "c3", "e282", "f09f98"})
    void invalidUtf8_inAnyString_isMalformed(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        for (String key : List.of("aString", "unknown", "")) {
            byte[] head = ("{\"" + key + (key.isEmpty() ? "" : "\":\"")).getBytes(StandardCharsets.UTF_8);
            byte[] tail = (key.isEmpty() ? "\":1}" : "\"}").getBytes(StandardCharsets.UTF_8);
            ByteSink body = new ByteSink(64);
            body.writeBytes(head, 0, head.length);
            body.writeBytes(bad, 0, bad.length);
            body.writeBytes(tail, 0, tail.length);

            JsonMappingException e =
                    failure(takes(EVERYTHING), CallInput.ofBody(body.toByteArray()), MappingOptions.DEFAULTS);

            assertThat(e.malformed()).isTrue();
            assertThat(e.faults().get(0).message()).contains("not valid UTF-8");
        }
    }

    @Test
    void nesting_beyondLimit_isOneFaultWithoutStackOverflow() {
        for (String unit : List.of("[", "{\"a\":", "{\"next\":", "{\"children\":[")) {
            JsonMappingException e =
                    failure(takes(Schemas.NODE), json("{\"u\":" + unit.repeat(100_000)), MappingOptions.DEFAULTS);

            assertThat(e.malformed()).isFalse();
            assertThat(e.faults()).hasSize(1);
            assertThat(e.faults().get(0).message()).contains("nested deeper than 64 levels");
        }
    }

    @Test
    void limits_ofTheThriftSide_areFaults() {
        MappingOptions tight = new MappingOptions(false, false, false, 64, new ProtocolLimits(200, 10, 3, 3));

        assertThat(faults(takes(EVERYTHING), json("{\"aString\":\"12345678901\"}"), tight))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/aString"))
                .satisfies(fault -> assertThat(fault.message()).contains("at most 10"));
        assertThat(faults(takes(EVERYTHING), json("{\"aList\":[1,2,3,4]}"), tight))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("more than 3 elements"));
        assertThat(faults(takes(Schemas.NODE), json("{\"next\":{\"next\":{\"next\":{}}}}"), tight))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/next/next/next"));
        assertThat(faults(
                        takes(EVERYTHING),
                        json("{\"aMap\":{\"0123456789\":1,\"1\":2},\"byDouble\":{\"1\":1,\"2\":1,\"3\":1},"
                                + "\"byNumber\":{\"1\":true,\"2\":true,\"3\":true},\"aSet\":[\"0123456789\",\"1123456789\",\"2123456789\"],"
                                + "\"textuals\":[1,2,3]}"),
                        tight))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("more than 200 bytes"));
    }

    @Test
    void argumentsOfSeveral_missingRequired_isFaultOfTheArguments() {
        assertThat(faults(
                        method("f", null, field(1, "a", Requiredness.REQUIRED, BaseType.I32)),
                        json("[]"),
                        MappingOptions.DEFAULTS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.expected()).isEqualTo("arguments of f"));
        assertThat(faults(
                        method("f", null, field(1, "a", Requiredness.REQUIRED, BaseType.I32)),
                        json(""),
                        MappingOptions.DEFAULTS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/a"));
    }

    @Test
    void deepPointer_throughContainers_isComplete() {
        StructSchema deep = Schemas.struct(
                "Deep",
                field(
                        1,
                        "m",
                        Requiredness.DEFAULT,
                        new MapType(BaseType.STRING, new ListType(new SetType(BaseType.BOOL)))));

        assertThat(faults(
                        takes(deep), json("{\"m\":{\"ok\":[],\"k\\n\":[[],[true,false,1]]}}"), MappingOptions.DEFAULTS))
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo("/m/k\n/1/2"));
    }

    private static List<JsonFault> faults(MethodSchema method, CallInput input, MappingOptions options) {
        JsonMappingException e = failure(method, input, options);
        assertThat(e.malformed()).isFalse();
        return e.faults();
    }

    private static JsonMappingException failure(MethodSchema method, CallInput input, MappingOptions options) {
        JsonMappingException e =
                catchThrowableOfType(JsonMappingException.class, () -> arguments(method, input, options));
        assertThat(e).isNotNull();
        return e;
    }
}
