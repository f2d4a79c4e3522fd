package io.turnpike.thrift.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A struct, union or exception, or the arguments or result of a method.
 *
 * <p>Structs refer to each other in circles, so one is made first and gets its fields afterwards, once, before the schema
 * is handed out; from then on it is immutable and may be shared between threads. Equality is identity.
 */
public final class StructSchema implements ThriftType {

    /** What the IDL declared. */
    public enum Kind {
        STRUCT,
        UNION,
        EXCEPTION
    }

    private static final int FEW = 8;

    private final String name;
    private final Kind kind;
    private final Map<String, String> annotations;
    private final String doc;
    private List<FieldSchema> fields = List.of();
    /** Null for so few fields that tables would only cost memory. */
    private @Nullable Map<String, FieldSchema> byName;

    private @Nullable Map<Short, FieldSchema> byId;
    private boolean complete;

    public StructSchema(String name, Kind kind, Map<String, String> annotations, String doc) {
        this.name = name;
        this.kind = kind;
        this.annotations = Map.copyOf(annotations);
        this.doc = doc;
    }

    /** A struct with these fields, without annotations and doc comment. */
    public static StructSchema of(String name, Kind kind, List<FieldSchema> fields) {
        StructSchema struct = new StructSchema(name, kind, Map.of(), "");
        struct.complete(fields);
        return struct;
    }

    /**
     * Gives the struct its fields.
     *
     * @throws IllegalStateException if it has been given them before
     */
    public void complete(List<FieldSchema> declared) {
        if (complete) {
            throw new IllegalStateException(name + " already has its fields");
        }
        fields = List.copyOf(declared);
        if (fields.size() > FEW) {
            Map<String, FieldSchema> names = new HashMap<>();
            Map<Short, FieldSchema> ids = new HashMap<>();
            for (FieldSchema field : fields) {
                names.put(field.name(), field);
                ids.put(field.id(), field);
            }
            byName = names;
            byId = ids;
        }
        complete = true;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public Map<String, String> annotations() {
        return annotations;
    }

    public String doc() {
        return doc;
    }

    /** The fields in the order of the IDL. */
    public List<FieldSchema> fields() {
        return fields;
    }

    /** The field of this name, or null. */
    public @Nullable FieldSchema field(String fieldName) {
        if (byName != null) {
            return byName.get(fieldName);
        }
        for (FieldSchema field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }

    /** The field with this id, or null. */
    public @Nullable FieldSchema field(short id) {
        if (byId != null) {
            return byId.get(id);
        }
        for (FieldSchema field : fields) {
            if (field.id() == id) {
                return field;
            }
        }
        return null;
    }

    @Override
    public byte wireType() {
        return 12;
    }

    @Override
    public String idlName() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
