package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.idl.IdlException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the stock Thrift compiler: what it accepts, and the model that its {@code --gen json} writes. */
class CompilerOracleTest {

    private static ThriftCompiler compiler;

    @TempDir
    Path output;

    private Map<String, Map<String, Object>> programs;
    private final Set<StructSchema> compared = new HashSet<>();

    @BeforeAll
    static void findCompiler() {
        compiler = ThriftCompiler.find();
    }

    static List<Path> good() {
        return Corpus.files("good");
    }

    static List<Path> strict() {
        return Corpus.files("strict");
    }

    static List<Path> bad() {
        return Corpus.files("bad");
    }

    static List<Path> lenient() {
        return Corpus.files("lenient");
    }

    @ParameterizedTest
    @MethodSource("strict")
    void generate_strictText_isAccepted(Path file) {
        assertThat(compiler.generate(file, output)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void generate_badText_isRejected(Path file) {
        assertThat(compiler.generate(file, output)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("lenient")
    void generate_lenientText_isRejectedByReferenceVersion(Path file) {
        Assumptions.assumeTrue(compiler.isReference(), "the compiler is not 0.17.0, by which the corpus was sorted");
        assertThat(compiler.generate(file, output)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("good")
    void compile_goodText_understandsWhatTheCompilerDoes(Path file) throws IdlException {
        assertThat(compiler.generate(file, output)).isTrue();
        programs = ThriftCompiler.programs(output);
        String program = file.getFileName().toString().replace(".thrift", "");

        ThriftSchema schema = ThriftSchema.compile(Corpus.sources(file));

        List<Map<String, Object>> services = objects(programs.get(program), "services");
        assertThat(schema.services())
                .extracting(ServiceSchema::name)
                .containsExactlyElementsOf(
                        services.stream().map(s -> (String) s.get("name")).toList());
        for (int i = 0; i < services.size(); i++) {
            compareService(program, schema.services().get(i), services.get(i));
        }
    }

    private void compareService(String program, ServiceSchema ours, Map<String, Object> theirs) {
        assertThat(ours.doc()).isEqualTo(doc(theirs));
        assertThat(ours.annotations()).isEqualTo(annotations(theirs));
        Map<String, Map<String, Object>> functions = new LinkedHashMap<>();
        Map<String, String> programOf = new LinkedHashMap<>();
        inherit(program, theirs, functions, programOf);
        assertThat(ours.methods().keySet()).containsExactlyElementsOf(functions.keySet());
        functions.forEach((name, function) -> {
            MethodSchema method = ours.method(name);
            assertThat(method).isNotNull();
            assertThat(method.oneway()).isEqualTo(function.get("oneway"));
            assertThat(method.doc()).isEqualTo(doc(function));
            assertThat(method.annotations()).isEqualTo(annotations(function));
            String home = programOf.get(name);
            if (method.returnType().isPresent()) {
                compareType(home, method.returnType().get(), function, "returnType");
            } else if (!method.oneway()) {
                assertThat(function.get("returnTypeId")).isEqualTo("void");
            }
            compareFields(home, method.arguments().fields(), objects(function, "arguments"));
            compareFields(home, method.exceptions(), objects(function, "exceptions"));
        });
    }

    private void inherit(
            String program,
            Map<String, Object> service,
            Map<String, Map<String, Object>> functions,
            Map<String, String> programOf) {
        String parent = (String) service.get("extends");
        if (parent != null) {
            String home = homeOf(program, parent);
            inherit(home, named(home, "services", parent), functions, programOf);
        }
        for (Map<String, Object> function : objects(service, "functions")) {
            functions.put((String) function.get("name"), function);
            programOf.put((String) function.get("name"), program);
        }
    }

    private void compareFields(String program, List<FieldSchema> ours, List<Map<String, Object>> theirs) {
        assertThat(ours)
                .extracting(FieldSchema::name)
                .containsExactlyElementsOf(
                        theirs.stream().map(f -> (String) f.get("name")).toList());
        for (int i = 0; i < ours.size(); i++) {
            FieldSchema field = ours.get(i);
            Map<String, Object> expected = theirs.get(i);
            assertThat(field.id()).as(field.name()).isEqualTo(((BigDecimal) expected.get("key")).shortValueExact());
            assertThat(field.doc()).as(field.name()).isEqualTo(doc(expected));
            assertThat(field.annotations()).as(field.name()).isEqualTo(annotations(expected));
            assertThat(
                            switch (field.requiredness()) {
                                case REQUIRED -> "required";
                                case OPTIONAL -> "optional";
                                case DEFAULT -> "req_out";
                            })
                    .as(field.name())
                    .isEqualTo(expected.get("required"));
            compareType(program, field.type(), expected, "type");
            assertThat(field.defaultValue() != null).as(field.name()).isEqualTo(expected.containsKey("default"));
            if (field.defaultValue() != null) {
                compareValue(field.type(), field.defaultValue(), expected.get("default"));
            }
        }
    }

    /** The compiler writes a type as {@code xTypeId} and, unless it is a base type, {@code x}. */
    private void compareType(String program, ThriftType ours, Map<String, Object> holder, String key) {
        String typeId = (String) holder.get(key.equals("type") ? "typeId" : key + "Id");
        if (ours instanceof BaseType base) {
            assertThat(typeId).isEqualTo(base == BaseType.BYTE ? "i8" : base.idlName());
        } else if (ours instanceof EnumSchema) {
            assertThat(typeId).isEqualTo("i32");
        } else if (ours instanceof ListType list) {
            assertThat(typeId).isEqualTo("list");
            compareType(program, list.element(), object(holder, key), "elemType");
        } else if (ours instanceof SetType set) {
            assertThat(typeId).isEqualTo("set");
            compareType(program, set.element(), object(holder, key), "elemType");
        } else if (ours instanceof MapType map) {
            assertThat(typeId).isEqualTo("map");
            compareType(program, map.key(), object(holder, key), "keyType");
            compareType(program, map.value(), object(holder, key), "valueType");
        } else if (ours instanceof StructSchema struct) {
            compareStruct(program, struct, typeId, (String) object(holder, key).get("class"));
        }
    }

    private void compareStruct(String program, StructSchema ours, String typeId, String className) {
        assertThat(typeId)
                .isEqualTo(
                        switch (ours.kind()) {
                            case STRUCT -> "struct";
                            case UNION -> "union";
                            case EXCEPTION -> "exception";
                        });
        String home = homeOf(program, className);
        Map<String, Object> theirs = named(home, "structs", className);
        assertThat(ours.name()).isEqualTo(theirs.get("name"));
        if (compared.add(ours)) {
            assertThat(ours.doc()).isEqualTo(doc(theirs));
            assertThat(ours.annotations()).isEqualTo(annotations(theirs));
            compareFields(home, ours.fields(), objects(theirs, "fields"));
        }
    }

    private void compareValue(ThriftType type, Object ours, Object theirs) {
        if (ours instanceof Boolean flag) {
            assertThat(flag ? 1 : 0).isEqualTo(((BigDecimal) theirs).intValueExact());
        } else if (ours instanceof Number number) {
            assertThat(new BigDecimal(number.toString())).isEqualByComparingTo((BigDecimal) theirs);
        } else if (ours instanceof byte[] bytes) {
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(theirs);
        } else if (ours instanceof List<?> values) {
            List<?> expected = theirs instanceof List<?> list ? list : List.of();
            assertThat(values).hasSameSizeAs(expected);
            ThriftType element = type instanceof ListType list ? list.element() : ((SetType) type).element();
            for (int i = 0; i < values.size(); i++) {
                compareValue(element, values.get(i), expected.get(i));
            }
        } else if (ours instanceof Map<?, ?> values) {
            Map<?, ?> expected = (Map<?, ?>) theirs;
            assertThat(values).hasSameSizeAs(expected);
            values.forEach((key, value) -> {
                ThriftType valueType = type instanceof MapType map
                        ? map.value()
                        : ((StructSchema) type).field((String) key).type();
                compareValue(valueType, value, expected.get(String.valueOf(key)));
            });
        } else {
            assertThat(ours).isEqualTo(theirs);
        }
    }

    /** Which program declares a name: the one before its dot, or the one that uses it. */
    private String homeOf(String program, String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? program : name.substring(0, dot);
    }

    private Map<String, Object> named(String program, String list, String name) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        assertThat(programs).containsKey(program);
        return objects(programs.get(program), list).stream()
                .filter(candidate -> simple.equals(candidate.get("name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + simple + " in " + program));
    }

    private static String doc(Map<String, Object> holder) {
        return ((String) holder.getOrDefault("doc", "")).strip();
    }

    private static Map<String, String> annotations(Map<String, Object> holder) {
        Map<String, String> annotations = new LinkedHashMap<>();
        ((Map<?, ?>) holder.getOrDefault("annotations", Map.of()))
                .forEach((key, value) -> annotations.put((String) key, String.valueOf(value)));
        return annotations;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> holder, String key) {
        return (Map<String, Object>) holder.get(key);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Map<String, Object> holder, String key) {
        List<Map<String, Object>> objects = new ArrayList<>();
        ((List<Object>) holder.get(key)).forEach(element -> objects.add((Map<String, Object>) element));
        return objects;
    }
}
