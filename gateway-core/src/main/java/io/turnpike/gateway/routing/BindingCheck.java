package io.turnpike.gateway.routing;

import io.turnpike.thrift.json.FieldBinding;
import io.turnpike.thrift.schema.BaseType;
import io.turnpike.thrift.schema.EnumSchema;
import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.ListType;
import io.turnpike.thrift.schema.MapType;
import io.turnpike.thrift.schema.MethodSchema;
import io.turnpike.thrift.schema.Requiredness;
import io.turnpike.thrift.schema.ServiceSchema;
import io.turnpike.thrift.schema.SetType;
import io.turnpike.thrift.schema.StructSchema;
import io.turnpike.thrift.schema.ThriftType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds annotations of an IDL that cannot be followed: misspelt, contradictory, or on a field whose type does not fit. Annotations
 * that mean nothing to the gateway are left alone, as others may read them.
 */
final class BindingCheck {

    private static final Set<String> FIELD_ANNOTATIONS = Set.of(
            FieldBinding.BODY,
            FieldBinding.PATH,
            FieldBinding.QUERY,
            FieldBinding.COOKIE,
            FieldBinding.HEADER,
            FieldBinding.NONE,
            FieldBinding.JS_CONV,
            FieldBinding.HTTP_CODE);

    /** So many are told; whoever mends them is told of the others. */
    private static final int MOST_MISFITS = 100;

    private final Set<Misfit> misfits = new LinkedHashSet<>();
    private final Set<StructSchema> requests = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<StructSchema> replies = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<StructSchema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<StructSchema> waiting = new ArrayDeque<>();

    private BindingCheck() {}

    /**
     * An annotation that cannot be followed.
     *
     * @param owner the struct of the field; the method where the field is an argument, or where there is no field
     * @param field the field; the empty text if the annotation is one of the method
     * @param argument whether the field is an argument
     * @param message what is wrong
     */
    record Misfit(String owner, String field, boolean argument, String message) {}

    static List<Misfit> of(ServiceSchema service) {
        BindingCheck check = new BindingCheck();
        for (MethodSchema method : service.methods().values()) {
            if (check.misfits.size() < MOST_MISFITS) {
                check.method(method);
            }
        }
        while (!check.waiting.isEmpty() && check.misfits.size() < MOST_MISFITS) {
            check.struct(check.waiting.remove());
        }
        return check.misfits.stream().limit(MOST_MISFITS).toList();
    }

    private void method(MethodSchema method) {
        for (String annotation : method.annotations().keySet()) {
            slip(annotation, ServicePaths.ANNOTATIONS.keySet())
                    .ifPresent(meant -> misfits.add(new Misfit(
                            method.name(), "", false, unknown(annotation, "method " + method.name(), meant))));
        }
        List<FieldSchema> arguments = method.arguments().fields();
        if (arguments.size() == 1 && arguments.get(0).type() instanceof StructSchema only) {
            if (requests.add(only)) {
                request(only.name(), false, only.fields());
            }
        } else {
            request(method.name(), true, arguments);
            keys(method.name(), true, arguments);
        }
        arguments.forEach(argument -> reach(argument.type()));
        method.returnType().ifPresent(this::reply);
        method.exceptions().forEach(thrown -> reply(thrown.type()));
    }

    private void reply(ThriftType type) {
        reach(type);
        if (!(type instanceof StructSchema struct) || !replies.add(struct)) {
            return;
        }
        Map<String, String> headers = new HashMap<>();
        String status = null;
        for (FieldSchema field : struct.fields()) {
            FieldBinding binding = FieldBinding.of(field);
            String lower = binding.header().toLowerCase(Locale.ROOT);
            String place = "of " + struct.name() + "." + field.name();
            if (!binding.header().isEmpty()) {
                if (ReplyNames.isFraming(lower)) {
                    add(
                            struct,
                            field,
                            FieldBinding.HEADER + " " + place + " is " + binding.header()
                                    + ", which is the server's own (expected: another header)");
                }
                String former = headers.putIfAbsent(lower, field.name());
                if (former != null && !lower.equals("set-cookie")) {
                    add(
                            struct,
                            field,
                            FieldBinding.HEADER + " " + place + " is " + binding.header() + ", which field " + former
                                    + " is already (expected: each header once)");
                }
            }
            if (binding.status()) {
                if (status != null) {
                    add(
                            struct,
                            field,
                            FieldBinding.HTTP_CODE + " " + place + " stands on field " + status
                                    + " already (expected: one status)");
                } else if (!isWhole(field.type())) {
                    add(
                            struct,
                            field,
                            FieldBinding.HTTP_CODE + " " + place + " stands on "
                                    + field.type().idlName() + " (expected: a whole number or an enum)");
                }
                status = field.name();
            }
        }
    }

    private void request(String owner, boolean argument, List<FieldSchema> fields) {
        for (FieldSchema field : fields) {
            FieldBinding binding = FieldBinding.of(field);
            if (binding.hidden() && field.requiredness() == Requiredness.REQUIRED && field.defaultValue() == null) {
                misfits.add(new Misfit(
                        owner,
                        field.name(),
                        argument,
                        FieldBinding.NONE + " of " + owner + "." + field.name()
                                + " stands on a required field of a request, so that no request is complete"
                                + " (expected: an optional field, or one with a default)"));
            }
            String place = owner + "." + field.name();
            textual(FieldBinding.PATH, binding.path(), false, field, place, owner, argument);
            textual(FieldBinding.QUERY, binding.query(), true, field, place, owner, argument);
            textual(FieldBinding.COOKIE, binding.cookie(), false, field, place, owner, argument);
            textual(FieldBinding.HEADER, binding.header(), true, field, place, owner, argument);
        }
    }

    /** A field of a request that a text fills. */
    private void textual(
            String annotation,
            String name,
            boolean lists,
            FieldSchema field,
            String place,
            String owner,
            boolean argument) {
        if (name.isEmpty() || isScalar(field.type()) || (lists && isListOfScalars(field.type()))) {
            return;
        }
        misfits.add(new Misfit(
                owner,
                field.name(),
                argument,
                annotation + " of " + place + " stands on " + field.type().idlName() + " (expected: a scalar or an enum"
                        + (lists ? ", or a list or set of them" : "") + ")"));
    }

    private void struct(StructSchema struct) {
        keys(struct.name(), false, struct.fields());
        struct.fields().forEach(field -> reach(field.type()));
    }

    private void keys(String owner, boolean argument, List<FieldSchema> fields) {
        Map<String, String> keys = new HashMap<>();
        for (FieldSchema field : fields) {
            FieldBinding binding = FieldBinding.of(field);
            String place = owner + "." + field.name();
            List<String> wrong = new ArrayList<>();
            String former = binding.hidden() ? null : keys.putIfAbsent(binding.key(), field.name());
            if (former != null) {
                wrong.add("The key " + binding.key() + " of " + place + " is that of field " + former
                        + " already (expected: each key once)");
            }
            if (binding.hidden() && (binding.body() || hasPlace(binding))) {
                wrong.add(
                        FieldBinding.NONE + " of " + place + " stands beside an annotation that gives the field a place"
                                + " (expected: one or the other)");
            }
            name(FieldBinding.COOKIE, field, place).ifPresent(wrong::add);
            name(FieldBinding.HEADER, field, place).ifPresent(wrong::add);
            for (String annotation : field.annotations().keySet()) {
                slip(annotation, FIELD_ANNOTATIONS).ifPresent(meant -> wrong.add(unknown(annotation, place, meant)));
            }
            for (String annotation : List.of(FieldBinding.BODY, FieldBinding.PATH, FieldBinding.QUERY)) {
                if (field.annotations().getOrDefault(annotation, "x").isBlank()) {
                    wrong.add(annotation + " of " + place + " is empty (expected: a name)");
                }
            }
            wrong.forEach(message -> misfits.add(new Misfit(owner, field.name(), argument, message)));
        }
    }

    private static boolean hasPlace(FieldBinding binding) {
        return !binding.path().isEmpty()
                || !binding.query().isEmpty()
                || !binding.cookie().isEmpty()
                || !binding.header().isEmpty()
                || binding.status();
    }

    /** Headers and cookies are called by tokens (RFC 9110, section 5.6.2). */
    private static Optional<String> name(String annotation, FieldSchema field, String place) {
        String name = field.annotations().get(annotation);
        return name == null || ReplyNames.isToken(name)
                ? Optional.empty()
                : Optional.of(annotation + " of " + place + " is \"" + name
                        + "\" (expected: a name of letters, digits and !#$%&'*+-.^_`|~)");
    }

    /** The annotation that was meant by one that is none; empty if it is known, or nothing like ours. */
    private static Optional<String> slip(String annotation, Set<String> known) {
        if (known.contains(annotation)) {
            return Optional.empty();
        }
        String written = annotation.toLowerCase(Locale.ROOT);
        return known.stream().filter(meant -> isSlip(written, meant)).findFirst();
    }

    /** Whether the two differ at most by one character more, less or other, or by two neighbours that are swapped. */
    private static boolean isSlip(String written, String meant) {
        int shorter = Math.min(written.length(), meant.length());
        int same = 0;
        while (same < shorter && written.charAt(same) == meant.charAt(same)) {
            same++;
        }
        String one = written.substring(same);
        String two = meant.substring(same);
        while (!one.isEmpty() && !two.isEmpty() && one.charAt(one.length() - 1) == two.charAt(two.length() - 1)) {
            one = one.substring(0, one.length() - 1);
            two = two.substring(0, two.length() - 1);
        }
        return (one.length() < 2 && two.length() < 2)
                || (one.length() == 2
                        && one.equals(new StringBuilder(two).reverse().toString()));
    }

    private static String unknown(String annotation, String place, String meant) {
        return "The annotation " + annotation + " of " + place + " is unknown; did you mean " + meant + "?";
    }

    private void add(StructSchema struct, FieldSchema field, String message) {
        misfits.add(new Misfit(struct.name(), field.name(), false, message));
    }

    private void reach(ThriftType type) {
        if (type instanceof StructSchema struct) {
            if (seen.add(struct)) {
                waiting.add(struct);
            }
        } else if (type instanceof ListType list) {
            reach(list.element());
        } else if (type instanceof SetType set) {
            reach(set.element());
        } else if (type instanceof MapType map) {
            reach(map.key());
            reach(map.value());
        }
    }

    private static boolean isScalar(ThriftType type) {
        return type instanceof BaseType || type instanceof EnumSchema;
    }

    private static boolean isListOfScalars(ThriftType type) {
        return (type instanceof ListType list && isScalar(list.element()))
                || (type instanceof SetType set && isScalar(set.element()));
    }

    private static boolean isWhole(ThriftType type) {
        return type instanceof EnumSchema
                || type == BaseType.BYTE
                || type == BaseType.I16
                || type == BaseType.I32
                || type == BaseType.I64;
    }
}
