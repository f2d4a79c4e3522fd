package io.turnpike.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.turnpike.gateway.exchange.Fault;
import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.thrift.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Annotations that cannot be followed are refused when a service is registered, each with line and column. */
class BindingCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "1: i32 a (api.qurey = 'x');did you mean api.query?",
                "1: i32 a (api.Header = 'X');did you mean api.header?",
                "1: i32 a (api.quey = 'x');did you mean api.query?",
                "1: i32 a (API.COOKIE = 'x');did you mean api.cookie?",
                "1: i32 a (api.query = '');api.query of S.a is empty",
                "1: i32 a (api.header = 'X Y');api.header of S.a is \"X Y\"",
                "1: i32 a (api.cookie = 'a=b');api.cookie of S.a is \"a=b\"",
                "1: i32 a (api.header = 'Content-Length');which is the server's own",
                "1: map<i32,i32> a (api.query = 'a');stands on map<i32, i32> (expected: a scalar or an enum, or a list",
                "1: list<i32> a (api.cookie = 'a');stands on list<i32> (expected: a scalar or an enum)",
                "1: list<S> a (api.header = 'a');stands on list<S>",
                "1: string a (api.http_code = 'true');stands on string (expected: a whole number or an enum)",
                "1: i32 a (api.none = 'true', api.query = 'q');stands beside an annotation that gives the field a place",
                "1: required i32 a (api.none = 'true');no request is complete",
            })
    void compile_annotationThatCannotBeFollowed_isFaultWithItsPlace(String field, String expected) {
        List<Fault> faults = faults("struct S {\n  " + field + "\n}\nservice Assets { S call(1: S s) }");

        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.detail()).contains(expected).contains(field);
            assertThat(fault.pointer()).isEqualTo("/IdlContent");
            assertThat(fault.line()).isEqualTo(2);
            assertThat(fault.column()).isEqualTo(3 + field.indexOf("a ("));
        });
    }

    @Test
    void compile_twoFieldsOfOneKeyHeaderOrStatus_isFaultOfTheSecond() {
        assertThat(faults("""
                        struct S {
                        1: i32 a (api.body = 'b', api.header = 'X')
                        2: i32 b (api.header = 'x')
                        3: i32 c (api.http_code = 'true')
                        4: i32 d (api.http_code = 'true')
                        }
                        struct Outer { 1: list<S> inner }
                        service Assets { S call(1: Outer s) }"""))
                .extracting(fault -> fault.line() + " " + fault.detail().substring(0, 20))
                .containsExactly("3 api.header of S.b is", "5 api.http_code of S.d", "3 The key b of S.b is ");
    }

    @Test
    void compile_faultsOfArgumentsAndMethods_areFoundToo() {
        assertThat(faults("""
                        service Assets {
                          i32 add(1: i32 a (api.qurey = 'a'), 2: map<i32,i32> b (api.header = 'B')),
                          i32 all() (api.gte = '/list')
                        }""")).extracting(Fault::line).containsExactly(2, 2, 3);
    }

    @Test
    void compile_faultInAnInclude_pointsAtIt() {
        ServiceDefinition definition = new ServiceDefinition(
                "Assets",
                "o",
                "include 'a.thrift'\nservice Assets { void call(1: a.S s) }",
                Map.of("a.thrift", "\nstruct S { 1: i32 x (api.qurey = 'x') }"),
                List.of(),
                Dialect.DEFAULT,
                Optional.empty(),
                ServiceOptions.DEFAULTS);

        assertThat(faults(definition)).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("/IdlIncludes/a.thrift");
            assertThat(fault.line()).isEqualTo(2);
        });
    }

    @Test
    void compile_whatOthersReadOrMeansNothingHere_isTaken() throws Exception {
        String idl = "struct Inner { 1: map<i32,i32> m (api.query = 'm'), 2: required i32 n = 1 (api.none = '') }\n"
                + "struct S { 1: Inner inner, 2: i32 a (api.vd = '$>0', api.form = 'a', api.raw_uri = '', deprecated),"
                + " 3: list<i64> ids (api.query = 'ids', api.js_conv = 'true', go.tag = 'json:\"ids\"'),"
                + " 4: string cookie (api.header = 'Set-Cookie'), 5: string more (api.header = 'Set-Cookie') }\n"
                + "service Assets { S call(1: S s) (api.get = '/a/:a', api.serializer = 'json', api.category = 'x', api.param = 'true', api.baseurl = 'x',"
                + " api.version = '1', api.head = '/a') }";

        assertThat(new ServiceCompiler().compile(definition(idl)).faults()).isEmpty();
    }

    @Test
    void compileStored_annotationThatCannotBeFollowed_goesOnWorking() {
        String idl = "struct S { 1: i32 a (api.qurey = 'x') }\nservice Assets { S call(1: S s) }";

        assertThat(new ServiceCompiler().compileStored(definition(idl)).schema())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "api.header = 'X: y\\r\\nSet-Cookie';api.header of S.a is",
                "api.header = 'X Y';api.header of S.a is \"X Y\"",
                "api.header = 'Transfer-Encoding';api.header of S.a is \"Transfer-Encoding\"",
                "api.header = 'content-length';api.header of S.a is \"content-length\"",
                "api.cookie = 'a=b, Domain';api.cookie of S.a is \"a=b, Domain\"",
            })
    void compileStored_replyNameThatNoAnswerMayCarry_isBrokenAndSaysWhere(String annotation, String expected) {
        for (String service : List.of("S call()", "void call() throws (1: E e)")) {
            String idl = "struct S {\n 1: string a (" + annotation + ")\n}\nexception E {\n 1: string a (" + annotation
                    + ")\n}\nservice Assets { " + service + " }";
            CompiledService stored = new ServiceCompiler().compileStored(definition(idl));
            assertThat(stored.schema()).isEmpty();
            assertThat(stored.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.detail())
                        .contains(service.startsWith("S") ? expected : expected.replace("S.a", "E.a"));
                assertThat(fault.line()).isEqualTo(service.startsWith("S") ? 2 : 5);
            });
        }
    }

    @Test
    void compileStored_sameNamesInARequest_goOnWorking() {
        String idl = "struct S { 1: string a (api.header = 'Content-Length'), 2: string b (api.cookie = 'a b') }\n"
                + "struct T { 1: S s, 2: string c (api.header = 'X-Good', api.cookie = 'c') }\n"
                + "service Assets { T call(1: S s) }";
        assertThat(new ServiceCompiler().compileStored(definition(idl)).schema())
                .isPresent();
    }

    private static ServiceDefinition definition(String idl) {
        return new ServiceDefinition(
                "Assets", "o", idl, Map.of(), List.of(), Dialect.DEFAULT, Optional.empty(), ServiceOptions.DEFAULTS);
    }

    private static List<Fault> faults(String idl) {
        return faults(definition(idl));
    }

    private static List<Fault> faults(ServiceDefinition definition) {
        return catchThrowableOfType(GatewayException.class, () -> new ServiceCompiler().compile(definition))
                .faults();
    }
}
