package io.turnpike.thrift.json;

import static io.turnpike.thrift.schema.Requiredness.DEFAULT;
import static io.turnpike.thrift.schema.Requiredness.OPTIONAL;
import static io.turnpike.thrift.schema.Requiredness.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.ThriftProtocol;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Schemas made by hand, and one-line calls for tests. */
final class Schemas {

    static final EnumSchema COLOR = new EnumSchema("Color", colors());
    static final StructSchema POINT = StructSchema.of(
            "Point",
            StructSchema.Kind.STRUCT,
            List.of(field(1, "x", REQUIRED, BaseType.I32), field(2, "y", OPTIONAL, BaseType.I32)));
    static final StructSchema CHOICE = StructSchema.of(
            "Choice",
            StructSchema.Kind.UNION,
            List.of(field(1, "number", DEFAULT, BaseType.I32), field(2, "text", DEFAULT, BaseType.STRING)));
    static final StructSchema NODE = node();
    static final StructSchema OOPS = StructSchema.of(
            "Oops",
            StructSchema.Kind.EXCEPTION,
            List.of(field(1, "reason", DEFAULT, BaseType.STRING), field(2, "code", DEFAULT, BaseType.I32)));
    static final StructSchema EVERYTHING = StructSchema.of(
            "Everything",
            StructSchema.Kind.STRUCT,
            List.of(
                    field(1, "aBool", OPTIONAL, BaseType.BOOL),
                    field(2, "aByte", OPTIONAL, BaseType.BYTE),
                    field(3, "anI16", OPTIONAL, BaseType.I16),
                    field(4, "anI32", OPTIONAL, BaseType.I32),
                    field(5, "anI64", OPTIONAL, BaseType.I64),
                    field(6, "aDouble", OPTIONAL, BaseType.DOUBLE),
                    field(7, "aString", OPTIONAL, BaseType.STRING),
                    field(8, "aBinary", OPTIONAL, BaseType.BINARY),
                    field(9, "aUuid", OPTIONAL, BaseType.UUID),
                    field(10, "anEnum", OPTIONAL, COLOR),
                    field(11, "aStruct", OPTIONAL, POINT),
                    field(12, "aUnion", OPTIONAL, CHOICE),
                    field(13, "aList", OPTIONAL, new ListType(BaseType.I32)),
                    field(14, "aSet", OPTIONAL, new SetType(BaseType.STRING)),
                    field(15, "aMap", OPTIONAL, new MapType(BaseType.STRING, BaseType.I32)),
                    field(16, "byNumber", OPTIONAL, new MapType(BaseType.I64, BaseType.BOOL)),
                    field(17, "byColor", OPTIONAL, new MapType(COLOR, BaseType.STRING)),
                    field(18, "byPoint", OPTIONAL, new MapType(POINT, BaseType.STRING)),
                    field(19, "points", OPTIONAL, new ListType(POINT)),
                    field(20, "colors", OPTIONAL, new SetType(COLOR)),
                    field(21, "byBool", OPTIONAL, new MapType(BaseType.BOOL, BaseType.I32)),
                    field(22, "byDouble", OPTIONAL, new MapType(BaseType.DOUBLE, BaseType.I32)),
                    field(300, "a/b~c\"d", OPTIONAL, BaseType.I32),
                    field(-5, "noId", OPTIONAL, BaseType.I32),
                    new FieldSchema(
                            (short) 301, "textual", OPTIONAL, BaseType.I64, null, Map.of("api.js_conv", "1"), ""),
                    new FieldSchema(
                            (short) 302,
                            "textuals",
                            OPTIONAL,
                            new ListType(BaseType.I64),
                            null,
                            Map.of("api.js_conv", ""),
                            "")));

    private Schemas() {}

    static FieldSchema field(int id, String name, Requiredness requiredness, ThriftType type) {
        return FieldSchema.of(id, name, requiredness, type);
    }

    static FieldSchema withDefault(int id, String name, Requiredness requiredness, ThriftType type, Object value) {
        return new FieldSchema((short) id, name, requiredness, type, value, Map.of(), "");
    }

    static StructSchema struct(String name, FieldSchema... fields) {
        return StructSchema.of(name, StructSchema.Kind.STRUCT, List.of(fields));
    }

    static MethodSchema method(String name, ThriftType returns, FieldSchema... arguments) {
        return new MethodSchema(
                name,
                struct(name + "_args", arguments),
                Optional.ofNullable(returns),
                List.of(field(1, "oops", DEFAULT, OOPS)),
                false,
                Map.of(),
                "");
    }

    /** A method that takes one struct. */
    static MethodSchema takes(StructSchema struct) {
        return method("call", null, field(1, "request", DEFAULT, struct));
    }

    static Wire.Struct arguments(MethodSchema method, CallInput input) throws JsonMappingException {
        return arguments(method, input, MappingOptions.DEFAULTS);
    }

    /** What libthrift reads of a call; the same in every protocol. */
    static Wire.Struct arguments(MethodSchema method, CallInput input, MappingOptions options)
            throws JsonMappingException {
        ByteSink out = new ByteSink(16);
        new MethodTranscoder(method, options).writeCall(7, input, out);
        Wire.Struct read = Wire.read(out.toByteArray()).body();
        ByteSink compact = new ByteSink(16);
        new MethodTranscoder(method, options, ThriftProtocol.COMPACT, null).writeCall(7, input, compact);
        assertThat(Wire.read(ThriftProtocol.COMPACT, compact.toByteArray()).body())
                .isEqualTo(read);
        return read;
    }

    static CallInput json(String text) {
        return CallInput.ofBody(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Integer> colors() {
        Map<String, Integer> colors = new LinkedHashMap<>();
        colors.put("RED", 1);
        colors.put("GREEN", 2);
        colors.put("LIME", 2);
        colors.put("FAR", -70000);
        return colors;
    }

    private static StructSchema node() {
        StructSchema node = new StructSchema("Node", StructSchema.Kind.STRUCT, Map.of(), "");
        node.complete(List.of(
                field(1, "name", DEFAULT, BaseType.STRING),
                field(2, "next", OPTIONAL, node),
                field(3, "children", OPTIONAL, new ListType(node))));
        return node;
    }
}
