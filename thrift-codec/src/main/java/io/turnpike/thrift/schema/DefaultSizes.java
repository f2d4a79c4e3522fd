package io.turnpike.thrift.schema;

import io.turnpike.thrift.idl.IdlParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Bounds what defaults are when they are written out. A default {@code {}} of a struct stands for the defaults of its fields,
 * and these for theirs, so that a small text can mean a value of exponential size, or one that contains itself.
 *
 * <p>What a struct adds by itself is computed once, after what its fields add; each default is walked once, which costs
 * no more than the values that constants may expand to.
 */
final class DefaultSizes {

    /** Of how many values, and characters of texts, a value consists, and how deep it is nested. */
    private record Size(long values, int depth) {

        static final Size NONE = new Size(0, 0);

        Size and(Size other) {
            return new Size(Math.min(values + other.values, 1L << 40), Math.max(depth, other.depth));
        }

        Size inside() {
            return new Size(values + 1, Math.min(depth + 1, 1 << 20));
        }
    }

    private final long budget;
    private final Set<StructSchema> circular = new HashSet<>();
    private final Map<StructSchema, Size> implied = new HashMap<>();
    private final DependencyOrder<StructSchema> order =
            new DependencyOrder<>(DefaultSizes::structsIn, circular::add, struct -> implied.put(struct, add(struct)));
    private long spent;

    /** @param budget how many values all defaults together may be */
    DefaultSizes(long budget) {
        this.budget = budget;
    }

    /** Collects a fault at this place if the defaults of these fields are too much. */
    void check(FileScope scope, int offset, StructSchema struct) {
        order.visit(struct);
        Size size = implied.getOrDefault(struct, Size.NONE);
        if (circular.contains(struct)) {
            scope.fault(
                    offset,
                    "a default of " + struct.name() + " contains itself by way of the defaults of its fields"
                            + " (expected: a value that is complete without it)");
        } else if (size.depth() > IdlParser.MAX_DEPTH) {
            scope.fault(
                    offset,
                    "a default of " + struct.name() + " is nested " + size.depth()
                            + " levels deep with the defaults of its fields (expected: at most "
                            + IdlParser.MAX_DEPTH + ')');
        } else if (spent <= budget) {
            spent += size.values();
            if (spent > budget) {
                scope.fault(
                        offset,
                        "the defaults of " + struct.name() + " expand to too many values (expected: at most " + budget
                                + " in all texts)");
            }
        }
    }

    /** The value that a field has even in an empty struct. */
    private record Implied(ThriftType type, Object value) {}

    private static List<Implied> impliedBy(StructSchema struct) {
        List<Implied> found = new ArrayList<>();
        for (FieldSchema field : struct.fields()) {
            Object value = field.defaultValue();
            if (value != null
                    && field.requiredness() != Requiredness.OPTIONAL
                    && struct.kind() != StructSchema.Kind.UNION) {
                found.add(new Implied(field.type(), value));
            }
        }
        return found;
    }

    private static List<StructSchema> structsIn(StructSchema struct) {
        List<StructSchema> found = new ArrayList<>();
        impliedBy(struct).forEach(field -> collect(field.type(), field.value(), found));
        return found;
    }

    private static void collect(ThriftType type, Object value, List<StructSchema> found) {
        if (type instanceof StructSchema struct) {
            found.add(struct);
            ((Map<?, ?>) value).forEach((name, given) -> collect(fieldType(struct, name), given, found));
        } else if (type instanceof ListType list) {
            ((Iterable<?>) value).forEach(element -> collect(list.element(), element, found));
        } else if (type instanceof SetType set) {
            ((Iterable<?>) value).forEach(element -> collect(set.element(), element, found));
        } else if (type instanceof MapType map) {
            ((Map<?, ?>) value).forEach((key, mapped) -> {
                collect(map.key(), key, found);
                collect(map.value(), mapped, found);
            });
        }
    }

    private static ThriftType fieldType(StructSchema struct, Object name) {
        FieldSchema field = struct.field((String) name);
        // A field that could not be linked is a fault already.
        return field == null ? BaseType.BOOL : field.type();
    }

    private Size add(StructSchema struct) {
        Size size = Size.NONE;
        for (Implied field : impliedBy(struct)) {
            size = size.and(size(field.type(), field.value()));
        }
        return size;
    }

    private Size size(ThriftType type, Object value) {
        Size size = Size.NONE;
        if (type instanceof StructSchema struct) {
            size = implied.getOrDefault(struct, Size.NONE);
            for (Map.Entry<?, ?> given : ((Map<?, ?>) value).entrySet()) {
                size = size.and(size(fieldType(struct, given.getKey()), given.getValue()));
            }
        } else if (type instanceof ListType list) {
            for (Object element : (Iterable<?>) value) {
                size = size.and(size(list.element(), element));
            }
        } else if (type instanceof SetType set) {
            for (Object element : (Iterable<?>) value) {
                size = size.and(size(set.element(), element));
            }
        } else if (type instanceof MapType map) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                size = size.and(size(map.key(), entry.getKey())).and(size(map.value(), entry.getValue()));
            }
        } else if (value instanceof String text) {
            size = new Size(text.length(), 0);
        } else if (value instanceof byte[] bytes) {
            size = new Size(bytes.length, 0);
        }
        return size.inside();
    }
}
