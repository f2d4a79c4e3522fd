package io.turnpike.thrift.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a schema against what {@code thrift --gen json} wrote of the same texts. */
final class SchemaComparison {

    private final Map<String, Map<String, Object>> programs;
    private final Set<StructSchema> compared = new HashSet<>();

    /** @param programs what the compiler wrote, by name of the program */
    SchemaComparison(Map<String, Map<String, Object>> programs) {
        this.programs = programs;
    }

    /** Fails unless the services of this program, and all that they reach, are the same. */
    void compare(String program, ThriftSchema schema) {
        List<Map<String, Object>> services = objects(programs.get(program), "services");
        assertThat(schema.services())
                .extracting(ServiceSchema::name)
                .containsExactlyElementsOf(
                        services.stream().map(s -> (String) s.get("name")).toList());
        for (int i = 0; i < services.size(); i++) {
            compareService(program, schema.services().get(i), services.get(i));
        }
    }

    /** Fails unless all structs, enums and constants of this program are the same, used or not. */
    void compareDeclarations(String program, FileScope scope) {
        Map<String, Object> theirs = programs.get(program);
        for (Map<String, Object> struct : objects(theirs, "structs")) {
            String name = (String) struct.get("name");
            compareStruct(program, (StructSchema) type(scope, name), null, name);
        }
        for (Map<String, Object> enumeration : objects(theirs, "enums")) {
            EnumSchema ours = (EnumSchema) type(scope, (String) enumeration.get("name"));
            Map<String, Integer> members = new LinkedHashMap<>();
            objects(enumeration, "members")
                    .forEach(member ->
                            members.put((String) member.get("name"), ((BigDecimal) member.get("value")).intValue()));
            assertThat(ours.names()).containsExactlyElementsOf(members.keySet());
            members.forEach((name, number) -> assertThat(ours.number(name)).isEqualTo(number));
        }
        List<Map<String, Object>> constants = objects(theirs, "constants");
        assertThat(scope.constants()).hasSameSizeAs(constants);
        for (Map<String, Object> constant : constants) {
            ConstSymbol ours = scope.constant((String) constant.get("name"));
            compareType(program, ours.type(), constant, "type");
            compareValue(ours.type(), ours.value(), constant.get("value"));
        }
        for (Map<String, Object> typedef : objects(theirs, "typedefs")) {
            compareType(program, type(scope, (String) typedef.get("name")), typedef, "type");
        }
    }

    private static ThriftType type(FileScope scope, String name) {
        return scope.type(name).resolved().type();
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
        String typeId = (String) holder.get(typeIdKey(key));
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

    private void compareStruct(String program, StructSchema ours, @Nullable String typeId, String className) {
        assertThat(typeId)
                .isIn(
                        null,
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
        } else if (ours instanceof Double number) {
            // The compiler writes 15 digits.
            assertThat(number).isCloseTo(((BigDecimal) theirs).doubleValue(), withinPercentage(1e-12));
        } else if (ours instanceof Number number) {
            assertThat(new BigDecimal(number.toString())).isEqualByComparingTo((BigDecimal) theirs);
        } else if (ours instanceof byte[] bytes) {
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(theirs);
        } else if (ours instanceof List<?> values) {
            List<?> expected = theirs instanceof List<?> list ? list : List.of();
            if (type instanceof SetType) {
                expected = expected.stream().distinct().toList();
            }
            assertThat(values).hasSameSizeAs(expected);
            ThriftType element = type instanceof ListType list ? list.element() : ((SetType) type).element();
            for (int i = 0; i < values.size(); i++) {
                compareValue(element, values.get(i), expected.get(i));
            }
        } else if (ours instanceof Map<?, ?> values) {
            Map<?, ?> expected = theirs instanceof Map<?, ?> map ? map : Map.of();
            assertThat(values).hasSameSizeAs(expected);
            values.forEach((key, value) -> {
                ThriftType valueType = type instanceof MapType map
                        ? map.value()
                        : ((StructSchema) type).field((String) key).type();
                compareValue(valueType, value, expected.get(KeyText.of(key)));
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

    /** Under which key the kind of a type is written that is itself written under this key. */
    static String typeIdKey(String key) {
        return key.equals("type") ? "typeId" : key + "Id";
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
    static Map<String, Object> object(Map<String, Object> holder, String key) {
        return (Map<String, Object>) holder.get(key);
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Map<String, Object> holder, String key) {
        List<Map<String, Object>> objects = new ArrayList<>();
        ((List<Object>) holder.get(key)).forEach(element -> objects.add((Map<String, Object>) element));
        return objects;
    }
}
