package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.turnpike.thrift.idl.FaultCollector;
import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import io.turnpike.thrift.json.MappingOptions;
import io.turnpike.thrift.json.MethodTranscoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts made to cost time, stack or memory: each ends within a generous bound, with a schema or with few diagnostics. */
class HostileIdlTest {

    private static final int CHARS = 1_000_000;
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static String repeat(String piece) {
        return piece.repeat(CHARS / piece.length());
    }

    private static String numbered(int count, String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            text.append(pattern.replace("#", String.valueOf(i)).replace("@", String.valueOf(i - 1)))
                    .append('\n');
        }
        return text.toString();
    }

    static Stream<Arguments> rejected() {
        return Stream.of(
                Arguments.of("types", "struct S { 1: " + repeat("list<")),
                Arguments.of("maps", "struct S { 1: " + repeat("map<")),
                Arguments.of(
                        "closed types", "struct S { 1: " + "list<".repeat(CHARS / 6) + "i32" + ">".repeat(CHARS / 6)),
                Arguments.of("typedefs", repeat("typedef list<")),
                Arguments.of("braces", repeat("{")),
                Arguments.of("brackets", "const i32 a = " + repeat("[")),
                Arguments.of("maps of maps", "const i32 a = " + repeat("{1:")),
                Arguments.of("quotes", repeat("\"")),
                Arguments.of("open quotes", repeat("\"\n")),
                Arguments.of("open comment", "/*" + repeat("* /")),
                Arguments.of("open doc comment", "/**" + repeat("*")),
                Arguments.of("open comments", repeat("/*/")),
                Arguments.of("open parentheses", "struct S " + repeat("(")),
                Arguments.of("open structs", repeat("struct S { ")),
                Arguments.of("open structs in lines", repeat("struct S {\n")),
                Arguments.of("open services", repeat("service S { void f(")),
                Arguments.of("attributes", "struct S { " + repeat("1: i32 a xsd_attrs { ")),
                Arguments.of("one long name", "struct " + repeat("a") + " {}"),
                Arguments.of("dots", "struct S { 1: " + repeat("a.") + "a b }"),
                Arguments.of("dotted names", "struct S { " + repeat("1: " + "a.".repeat(250) + "a b, ") + "}"),
                Arguments.of("digits", "const i64 a = " + repeat("9")),
                Arguments.of("hex digits", "const i64 a = 0x" + repeat("f")),
                Arguments.of("signs", "const i64 a = " + repeat("+")),
                Arguments.of("other characters", repeat("\u00e9 \u0000")),
                Arguments.of("backslashes", "const string a = \"" + repeat("\\q")),
                Arguments.of("unknown types", "struct S { " + numbered(40_000, "#: Gone# f#") + "}"),
                Arguments.of("typedef circle", numbered(30_000, "typedef T@ T#") + "typedef T30000 T0"),
                Arguments.of("constant circle", numbered(30_000, "const i32 C# = C@") + "const i32 C0 = C30000"),
                Arguments.of(
                        "service circle",
                        numbered(20_000, "service S# extends S@ {}") + "service S0 extends S20000 {}"),
                Arguments.of("deep typedefs", "typedef i32 T0\n" + numbered(20_000, "typedef list<T@> T#")),
                Arguments.of("doubling typedefs", "typedef i32 T0\n" + numbered(60, "typedef map<T@, T@> T#")),
                Arguments.of(
                        "doubling constants",
                        "const list<i32> C0 = [1, 1]\n" + typedefs(40) + numbered(40, "const T# C# = [C@, C@]")),
                Arguments.of(
                        "deep constants",
                        "struct N { 1: optional N n }\nconst N C0 = {}\n" + numbered(300, "const N C# = {'n': C@}")),
                Arguments.of("default in itself", "struct S { 1: S s = {} }"),
                Arguments.of(
                        "default in itself by way of others",
                        "struct S0 { 1: list<S20000> s = [{}] }\n"
                                + numbered(20_000, "struct S# { 1: map<i32, S@> s = {1: {}} }")),
                Arguments.of(
                        "deep defaults",
                        "struct S0 { 1: i32 a = 1 }\n" + numbered(20_000, "struct S# { 1: S@ a = {} }")),
                Arguments.of(
                        "doubling defaults",
                        "struct S0 { 1: i32 a = 1 }\n" + numbered(50, "struct S# { 1: S@ a = {}, 2: S@ b = {} }")),
                Arguments.of(
                        "long text in many defaults",
                        "const string BIG = \"" + "x".repeat(500_000) + "\"\nstruct S {"
                                + numbered(30_000, "#: string f# = BIG") + "}"),
                Arguments.of(
                        "big keys",
                        "const list<i32> BIG = [" + "1,".repeat(100_000) + "]\nconst map<list<i32>, i32> M = {"
                                + "BIG: 1,".repeat(50_000) + "}"),
                Arguments.of(
                        "text as bytes",
                        "const string BIG = \"" + "x".repeat(500_000) + "\"\nconst list<binary> L = ["
                                + "BIG,".repeat(100_000) + "]"),
                Arguments.of(
                        "inheritance",
                        "service S0 { void m0() }\n" + numbered(20_000, "service S# extends S@ { void m#() }")),
                Arguments.of(
                        "many heirs",
                        "service S0 {" + numbered(20_000, "void m#()") + "}\n"
                                + numbered(20_000, "service S# extends S0 {}")));
    }

    private static String typedefs(int count) {
        return "typedef list<i32> T0\n" + numbered(count, "typedef list<T@> T#");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejected")
    void compile_hostileText_isRejectedInBounds(String name, String text) {
        IdlException thrown = assertTimeoutPreemptively(BOUND, () -> {
            try {
                ThriftSchema.compile(IdlSources.of(text));
                return null;
            } catch (IdlException e) {
                return e;
            }
        });

        assertThat(thrown).as(name).isNotNull();
        assertThat(thrown.diagnostics()).hasSizeBetween(1, FaultCollector.MAX_PER_FILE);
        assertThat(thrown.diagnostics()).allSatisfy(diagnostic -> {
            assertThat(diagnostic.sourceLine()).hasSizeLessThanOrEqualTo(200);
            assertThat(diagnostic.message()).hasSizeLessThan(1500);
        });
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                Arguments.of("blanks", repeat(" \n")),
                Arguments.of("comments", repeat("/**/")),
                Arguments.of("doc comments", repeat("/** x */")),
                Arguments.of("one doc comment", "/**" + repeat("\n * x") + "*/ struct S {}"),
                Arguments.of("separators", repeat(";")),
                Arguments.of("structs", numbered(40_000, "struct S# { 1: optional S# s }")),
                Arguments.of(
                        "chain of structs",
                        "struct S0 {}\n" + numbered(30_000, "struct S# { 1: S@ s }") + "service X { S30000 s() }"),
                Arguments.of("fields", "struct S { " + numbered(32_000, "#: i32 field#") + "}"),
                Arguments.of("alias chain", numbered(30_000, "typedef T@ T#") + "typedef i32 T0"),
                Arguments.of("constant chain", numbered(30_000, "const i32 C# = C@") + "const i32 C0 = 1"),
                Arguments.of("long list", "const list<i32> L = [" + repeat("1,") + "]"),
                Arguments.of("annotations", "struct S {} (" + repeat("a.b = 'c',") + ")"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void compile_bigSoundText_isAcceptedInBounds(String name, String text) {
        assertTimeoutPreemptively(BOUND, () -> {
            for (ServiceSchema service :
                    ThriftSchema.compile(IdlSources.of(text)).services()) {
                assertThat(MethodTranscoder.ofAll(service, MappingOptions.DEFAULTS))
                        .as(name)
                        .isNotEmpty();
            }
        });
    }

    @Test
    void compile_manyIncludesOfEachOther_isAcceptedInBounds() {
        int files = 300;
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < files; i++) {
            all.append("include \"f").append(i).append(".thrift\"\n");
        }
        Map<String, String> includes = new HashMap<>();
        for (int i = 0; i < files; i++) {
            includes.put("f" + i + ".thrift", all + "struct S { 1: optional f" + (i + 1) % files + ".S s }");
        }

        ThriftSchema schema = assertTimeoutPreemptively(
                BOUND,
                () -> ThriftSchema.compile(new IdlSources("main.thrift", all + "service X { f0.S s() }", includes)));

        assertThat(schema.services()).hasSize(1);
    }

    @Test
    void compile_referencesToOneConstant_shareItsValue() throws IdlException {
        ThriftSchema schema = ThriftSchema.compile(IdlSources.of("const list<string> BIG = [\"a\", \"b\"]\n"
                + "struct S { 1: list<string> a = BIG, 2: list<string> b = BIG }\nservice T { S s() }"));

        StructSchema struct =
                (StructSchema) schema.services().get(0).method("s").returnType().orElseThrow();
        assertThat(struct.field("a").defaultValue())
                .isEqualTo(List.of("a", "b"))
                .isSameAs(struct.field("b").defaultValue());
    }
}
