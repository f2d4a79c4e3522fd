package io.turnpike.thrift.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes a schema as IDL again: its services, and the types that they reach, in one text. */
final class SchemaText {

    private final StringBuilder text = new StringBuilder();
    private final Set<String> names = new HashSet<>(Set.of("uuid"));
    private final IdentityHashMap<ThriftType, String> declared = new IdentityHashMap<>();
    private final Deque<ThriftType> undeclared = new ArrayDeque<>();

    private SchemaText() {}

    static String of(ThriftSchema schema) {
        SchemaText text = new SchemaText();
        schema.services().forEach(service -> text.names.add(service.name()));
        schema.services().forEach(text::service);
        while (!text.undeclared.isEmpty()) {
            text.declaration(text.undeclared.remove());
        }
        return text.text.toString();
    }

    private void service(ServiceSchema service) {
        doc(service.doc());
        text.append("service ").append(service.name()).append(" {\n");
        for (MethodSchema method : service.methods().values()) {
            doc(method.doc());
            text.append(method.oneway() ? "oneway " : "")
                    .append(method.returnType().map(this::type).orElse("void"))
                    .append(' ')
                    .append(method.name());
            fields(method.arguments().fields(), " (", ")");
            if (!method.exceptions().isEmpty()) {
                fields(method.exceptions(), " throws (", ")");
            }
            annotations(method.annotations());
            text.append('\n');
        }
        text.append('}');
        annotations(service.annotations());
        text.append('\n');
    }

    private void declaration(ThriftType type) {
        if (type instanceof EnumSchema enumeration) {
            text.append("enum ").append(declared.get(type)).append(" {\n");
            enumeration
                    .names()
                    .forEach(name -> text.append(name)
                            .append(" = ")
                            .append(enumeration.number(name))
                            .append('\n'));
            text.append("}\n");
            return;
        }
        StructSchema struct = (StructSchema) type;
        doc(struct.doc());
        text.append(
                        switch (struct.kind()) {
                            case STRUCT -> "struct ";
                            case UNION -> "union ";
                            case EXCEPTION -> "exception ";
                        })
                .append(declared.get(type));
        boolean union = struct.kind() == StructSchema.Kind.UNION;
        fields(
                union
                        ? struct.fields().stream()
                                .map(SchemaText::withoutPresence)
                                .toList()
                        : struct.fields(),
                " {\n",
                "}");
        annotations(struct.annotations());
        text.append('\n');
    }

    private static FieldSchema withoutPresence(FieldSchema field) {
        return new FieldSchema(
                field.id(),
                field.name(),
                Requiredness.DEFAULT,
                field.type(),
                field.defaultValue(),
                field.annotations(),
                field.doc());
    }

    private void fields(List<FieldSchema> fields, String open, String close) {
        text.append(open);
        for (FieldSchema field : fields) {
            doc(field.doc());
            if (field.id() > 0) {
                text.append(field.id()).append(": ");
            }
            text.append(
                            switch (field.requiredness()) {
                                case REQUIRED -> "required ";
                                case OPTIONAL -> "optional ";
                                case DEFAULT -> "";
                            })
                    .append(type(field.type()))
                    .append(' ')
                    .append(field.name());
            if (field.defaultValue() != null) {
                text.append(" = ").append(value(field.type(), field.defaultValue()));
            }
            annotations(field.annotations());
            text.append('\n');
        }
        text.append(close);
    }

    private String type(ThriftType type) {
        if (type instanceof ListType list) {
            return "list<" + type(list.element()) + '>';
        }
        if (type instanceof SetType set) {
            return "set<" + type(set.element()) + '>';
        }
        if (type instanceof MapType map) {
            return "map<" + type(map.key()) + ", " + type(map.value()) + '>';
        }
        if (type instanceof BaseType base) {
            return base.idlName();
        }
        return declared.computeIfAbsent(type, key -> {
            String name = type.idlName();
            while (!names.add(name)) {
                name += '_';
            }
            undeclared.add(type);
            return name;
        });
    }

    private String value(ThriftType type, Object value) {
        if (type instanceof ListType list) {
            return values(list.element(), value);
        }
        if (type instanceof SetType set) {
            return values(set.element(), value);
        }
        if (type instanceof MapType map) {
            return ((Map<?, ?>) value)
                    .entrySet().stream()
                            .map(entry ->
                                    value(map.key(), entry.getKey()) + ": " + value(map.value(), entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
        }
        if (type instanceof StructSchema struct) {
            return ((Map<?, ?>) value)
                    .entrySet().stream()
                            .map(entry -> quote((String) entry.getKey()) + ": "
                                    + value(
                                            struct.field((String) entry.getKey())
                                                    .type(),
                                            entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof Double number && number.isInfinite()) {
            return number > 0 ? "1e999" : "-1e999";
        }
        if (value instanceof byte[] bytes) {
            return quote(new String(bytes, StandardCharsets.UTF_8));
        }
        return value instanceof Number ? value.toString() : quote(value.toString());
    }

    private String values(ThriftType element, Object values) {
        return ((Collection<?>) values)
                .stream().map(value -> value(element, value)).collect(Collectors.joining(", ", "[", "]"));
    }

    private void annotations(Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            text.append(new TreeMap<>(annotations)
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + " = " + quote(entry.getValue()))
                            .collect(Collectors.joining(", ", " (", ")")));
        }
    }

    private void doc(String doc) {
        if (!doc.isEmpty()) {
            text.append("/**\n * ").append(doc.replace("\n", "\n * ")).append("\n */\n");
        }
    }

    private static String quote(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + '"';
    }
}
