package io.turnpike.thrift.idl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdlParserTest {

    private final FaultCollector faults = new FaultCollector();

    private IdlDocument parse(String text) {
        return IdlParser.parse(new SourceText("test.thrift", text), faults);
    }

    private List<Diagnostic> diagnostics() {
        IdlException thrown = catchThrowableOfType(IdlException.class, faults::throwIfAny);
        return thrown == null ? List.of() : thrown.diagnostics();
    }

    @Test
    void parse_headers_keepsIncludesAndNamespaces() {
        IdlDocument document = parse("include \"a/b.c.thrift\"\nnamespace Go asset.management\nnamespace * x");

        assertThat(document.includes()).containsExactly(new IncludeDeclaration(8, "a/b.c.thrift"));
        assertThat(document.includes().get(0).prefix()).isEqualTo("b.c");
        assertThat(document.namespaces())
                .extracting(NamespaceDeclaration::scope, NamespaceDeclaration::name)
                .containsExactly(tuple("Go", "asset.management"), tuple("*", "x"));
        assertThat(diagnostics()).isEmpty();
    }

    @Test
    void parse_fields_keepsAllThatIsSaid() {
        IdlDocument document = parse(
                "struct S { /** the id */ 1: required list<x.T> a = [1 -2.5; \"t\" N] (api.get=\"/x\", b) i32 c }");

        StructDeclaration struct = (StructDeclaration) document.declarations().get(0);
        FieldDeclaration first = struct.fields().get(0);
        assertThat(first.id()).isEqualTo(1);
        assertThat(first.presence()).isEqualTo(FieldDeclaration.Presence.REQUIRED);
        assertThat(first.type()).isEqualTo(new TypeReference.ListOf(37, new TypeReference.Named(42, "x.T")));
        assertThat(first.defaultValue())
                .isEqualTo(new ConstValue.Items(
                        51,
                        List.of(
                                new ConstValue.Whole(52, 1),
                                new ConstValue.Decimal(54, -2.5),
                                new ConstValue.Text(60, "t"),
                                new ConstValue.Name(64, "N"))));
        assertThat(first.annotations()).isEqualTo(Map.of("api.get", "/x", "b", "1"));
        assertThat(first.doc()).isEqualTo("the id");
        assertThat(struct.fields().get(1).id()).isEqualTo(-1);
        assertThat(diagnostics()).isEmpty();
    }

    @Test
    void parse_faultInOneField_keepsTheOthers() {
        IdlDocument document =
                parse("struct S {\n 1: i32 a\n 2: i32\n 3: i32 c,\n = 4 i32 d\n 5: i32 e }\nstruct T {}");

        StructDeclaration struct = (StructDeclaration) document.declarations().get(0);
        assertThat(struct.fields()).extracting(FieldDeclaration::name).containsExactly("a", "c", "e");
        assertThat(document.declarations()).hasSize(2);
        assertThat(diagnostics())
                .extracting(diagnostic -> diagnostic.location().line())
                .containsExactly(4, 5);
        assertThat(diagnostics().get(0).message()).isEqualTo("unexpected '3' (expected: field name)");
        assertThat(diagnostics().get(0).sourceLine()).isEqualTo(" 3: i32 c,");
    }

    @Test
    void parse_faultInHead_notesTheDamagedName() {
        IdlDocument document = parse("struct Broken 1: i32 a }\nstruct Sound {}");

        assertThat(document.damaged()).containsExactly("Broken");
        assertThat(document.declarations()).extracting(Declaration::name).containsExactly("Sound");
        assertThat(diagnostics()).hasSize(1);
    }

    @Test
    void parse_moreFaultsThanAreKept_stopsEarly() {
        IdlDocument document = parse("struct S {\n" + "1 i32 a\n".repeat(1000) + "}");

        assertThat(document.truncated()).isTrue();
        assertThat(diagnostics()).hasSize(FaultCollector.MAX_PER_FILE);
    }

    @Test
    void parse_nestingAtTheLimit_isAcceptedAndOneMoreIsNot() {
        String fits = "list<".repeat(IdlParser.MAX_DEPTH - 1) + "i32" + ">".repeat(IdlParser.MAX_DEPTH - 1);

        parse("typedef " + fits + " A");
        assertThatCode(faults::throwIfAny).doesNotThrowAnyException();

        parse("typedef list<" + fits + "> B");
        assertThat(diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("type is nested deeper than 64 levels");
    }

    @Test
    void parse_docComments_areCleanedAsTheCompilerDoes() {
        IdlDocument document = parse("/** one\r\n * two\r\n *   three\r\n */\r\nstruct S {}\n/* none */ struct T {}\n"
                + "/** a\n    b\n      c */ struct U {} /***/ struct V {}");

        assertThat(document.declarations())
                .extracting(declaration -> ((StructDeclaration) declaration).doc())
                .containsExactly("one\ntwo\n  three", "", "a\nb\n  c", "");
    }

    @Test
    void parse_escapes_areResolved() {
        IdlDocument document = parse("const string A = \"\\r\\n\\t\\\"\\'\\\\'\"");

        ConstDeclaration constant = (ConstDeclaration) document.declarations().get(0);
        assertThat(((ConstValue.Text) constant.value()).value()).isEqualTo("\r\n\t\"'\\'");
    }

    @Test
    void diagnostic_longLineWithCarriageReturn_isCutToItsText() {
        parse("struct S { @ }\r\n" + " ".repeat(300) + "$\n");

        assertThat(diagnostics()).extracting(Diagnostic::sourceLine).containsExactly("struct S { @ }", " ".repeat(200));
        assertThat(diagnostics().get(1).location()).isEqualTo(new Location("test.thrift", 2, 301));
    }
}
