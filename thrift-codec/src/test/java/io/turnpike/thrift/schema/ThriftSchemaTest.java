package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.turnpike.thrift.idl.IdlException;
import io.turnpike.thrift.idl.IdlSources;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ThriftSchemaTest {

    private static ThriftSchema compile(String text) throws IdlException {
        return ThriftSchema.compile(IdlSources.of(text));
    }

    private static StructSchema argument(ThriftSchema schema, String method) {
        MethodSchema found = Objects.requireNonNull(schema.services().get(0).method(method));
        return (StructSchema) found.arguments().fields().get(0).type();
    }

    private static Object defaultOf(StructSchema struct, String field) {
        return Objects.requireNonNull(struct.field(field)).defaultValue();
    }

    @Test
    void compile_registryProxyOfTheReference_hasFieldsWithoutSeparators() throws IdlException {
        ThriftSchema schema = ThriftSchema.compile(Corpus.sources(Corpus.ROOT.resolve("good/registry_proxy.thrift")));

        ServiceSchema service = schema.services().get(0);
        assertThat(service.name()).isEqualTo("RegistryProxy");
        assertThat(service.methods()).containsOnlyKeys("connectServer", "healthCheckServer");
        assertThat(argument(schema, "connectServer").fields())
                .extracting(FieldSchema::id, FieldSchema::name, FieldSchema::type)
                .containsExactly(
                        field(1, "ApiKey", BaseType.STRING),
                        field(2, "ServiceName", BaseType.STRING),
                        field(3, "ServerAddress", BaseType.STRING),
                        field(4, "ServerPort", BaseType.STRING),
                        field(5, "TTL", BaseType.I64),
                        field(6, "TTD", BaseType.I64));
    }

    private static Tuple field(int id, String name, ThriftType type) {
        return tuple((short) id, name, type);
    }

    @Test
    void compile_threeMistakes_reportsAllThreeWithLineAndColumn() {
        IdlException thrown = catchThrowableOfType(
                IdlException.class,
                () -> compile("struct A {\n  1: Missing a\n  2 i32 b\n}\nservice S {\n  A get(1: A a, 1: A b)\n}"));

        assertThat(thrown)
                .hasMessage(
                        "main.thrift:2:6: unknown type 'Missing' (expected: one declared in main.thrift or, with its"
                                + " prefix, in a text that it includes)\n"
                                + "main.thrift:3:5: unexpected 'i32', a reserved word (expected: ':' after the field number)\n"
                                + "main.thrift:6:17: field number 1 is already used");
        assertThat(thrown.diagnostics().get(0).sourceLine()).isEqualTo("  1: Missing a");
    }

    @Test
    void compile_defaults_haveTheDocumentedJavaTypes() throws IdlException {
        StructSchema struct = argument(
                compile("enum E { A, B = 7 } struct P { 1: i64 x } const string T = \"t\" struct S {"
                        + " 1: bool a = true, 2: i8 b = 1, 3: i16 c = 2, 4: i32 d = 3, 5: i64 e = 4, 6: double f = 5,"
                        + " 7: string g = T, 8: binary h = T, 9: uuid i = '00112233-4455-6677-8899-AABBCCDDEEFF',"
                        + " 10: E j = E.B, 11: list<E> k = [0, E.B], 12: set<i64> l = [1, 1, 2],"
                        + " 13: map<i16, string> m = {1: T}, 14: P n = {'x': 9}, 15: i32 none }"
                        + " service X { void f(1: S s) }"),
                "f");

        assertThat(defaultOf(struct, "a")).isEqualTo(true);
        assertThat(defaultOf(struct, "b")).isEqualTo(1);
        assertThat(defaultOf(struct, "c")).isEqualTo(2);
        assertThat(defaultOf(struct, "d")).isEqualTo(3);
        assertThat(defaultOf(struct, "e")).isEqualTo(4L);
        assertThat(defaultOf(struct, "f")).isEqualTo(5.0);
        assertThat(defaultOf(struct, "g")).isEqualTo("t");
        assertThat(defaultOf(struct, "h")).isEqualTo("t".getBytes(StandardCharsets.UTF_8));
        assertThat(defaultOf(struct, "i")).isEqualTo(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        assertThat(defaultOf(struct, "j")).isEqualTo(7);
        assertThat(defaultOf(struct, "k")).isEqualTo(List.of(0, 7));
        assertThat(defaultOf(struct, "l")).isEqualTo(List.of(1L, 2L));
        assertThat(defaultOf(struct, "m")).isEqualTo(Map.of(1, "t"));
        assertThat(defaultOf(struct, "n")).isEqualTo(Map.of("x", 9L));
        assertThat(defaultOf(struct, "none")).isNull();
    }

    @Test
    void compile_typeCalledUuid_winsOverTheNewerBaseType() throws IdlException {
        StructSchema struct =
                argument(compile("typedef string uuid struct S { 1: uuid id } service X { void f(1: S s) }"), "f");

        assertThat(Objects.requireNonNull(struct.field("id")).type()).isEqualTo(BaseType.STRING);
    }

    @Test
    void compile_includes_areFoundByPathThenByBaseName() throws IdlException {
        IdlSources sources = new IdlSources(
                "api.thrift",
                "include \"x/one.thrift\" include \"../y/two.thrift\" include \"three.thrift\""
                        + " service S { one.A a(1: two.B b, 2: three.C c) }",
                Map.of(
                        "x/one.thrift", "struct A {}",
                        "two.thrift", "struct B {}",
                        "deep/three.thrift", "struct C {}",
                        "unused.thrift", "this is no IDL"));

        MethodSchema method = ThriftSchema.compile(sources).services().get(0).method("a");

        assertThat(Objects.requireNonNull(method).arguments().fields())
                .extracting(field -> field.type().idlName())
                .containsExactly("B", "C");
    }

    @Test
    void compile_faultInInclude_namesTheIncludedText() {
        IdlSources sources = new IdlSources(
                "api.thrift",
                "include \"a.thrift\" struct S { 1: a.T t }",
                Map.of("a.thrift", "struct T {\n 1: U u }"));

        IdlException thrown = catchThrowableOfType(IdlException.class, () -> ThriftSchema.compile(sources));

        assertThat(thrown.diagnostics())
                .singleElement()
                .satisfies(diagnostic -> assertThat(diagnostic.location()).hasToString("a.thrift:2:5"));
    }

    @Test
    void compile_damagedDeclaration_isNotReportedAgainWhereItIsUsed() {
        IdlException thrown = catchThrowableOfType(
                IdlException.class, () -> compile("struct A 1: i32 a }\nstruct B { 1: A a }\nservice S { A a() }"));

        assertThat(thrown.diagnostics()).hasSize(1);
    }

    @Test
    void compile_textsOfDifferentIncludesWithOnePrefix_isAFault() {
        IdlSources sources = new IdlSources(
                "api.thrift",
                "include \"a/x.thrift\"\ninclude \"b/x.thrift\"",
                Map.of("a/x.thrift", "", "b/x.thrift", ""));

        IdlException thrown = catchThrowableOfType(IdlException.class, () -> ThriftSchema.compile(sources));

        assertThat(thrown).hasMessageStartingWith("api.thrift:2:9: include \"b/x.thrift\" has the same base name");
    }

    @Test
    void compile_extendsAcrossTexts_hasInheritedMethodsFirst() throws IdlException {
        IdlSources sources = new IdlSources(
                "api.thrift",
                "include \"base.thrift\" service S extends base.Mid { void own() }",
                Map.of("base.thrift", "service Root { void first() } service Mid extends Root { i32 second() }"));

        ThriftSchema schema = ThriftSchema.compile(sources);

        assertThat(schema.services()).hasSize(1);
        assertThat(schema.services().get(0).methods().keySet()).containsExactly("first", "second", "own");
    }

    @Test
    void compile_carriageReturns_areBlanks() throws IdlException {
        assertThat(compile("struct A {\r\n  1: i32 a\r\n}\r\nservice S {\r\n  A a()\r\n}\r\n")
                        .services())
                .hasSize(1);
    }

    @Test
    void compile_blankText_hasNoService() throws IdlException {
        assertThat(compile(" ").services()).isEmpty();
    }
}
