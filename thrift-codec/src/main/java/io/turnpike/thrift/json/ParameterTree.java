package io.turnpike.thrift.json;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what of a request stands beside its body into the fields that it fills. A field is filled by the first of these that
 * has a value for it: path, {@code api.query}, {@code api.cookie}, {@code api.header}, and without a body the query by its key.
 */
final class ParameterTree {

    private static final String HEADER = "header";

    private final StructPlan root;
    private final CallInput input;
    private final FaultLog faults;
    private final ParameterNode tree = ParameterNode.root();

    private ParameterTree(StructPlan root, CallInput input, FaultLog faults) {
        this.root = root;
        this.input = input;
        this.faults = faults;
    }

    /** The tree, or null if nothing stands beside the body. Names that name no field are left out, or faults. */
    static @Nullable ParameterNode of(StructPlan root, CallInput input, boolean rejectUnknown, FaultLog faults)
            throws FaultLog.Abort {
        if (input.path().isEmpty() && input.query().isEmpty() && root.bound().length == 0) {
            return null;
        }
        ParameterTree sorter = new ParameterTree(root, input, faults);
        sorter.addPath(rejectUnknown);
        sorter.addBound();
        if (input.length() == 0) {
            sorter.addQuery(rejectUnknown);
        }
        return sorter.tree.children().isEmpty() ? null : sorter.tree;
    }

    private void addPath(boolean rejectUnknown) throws FaultLog.Abort {
        for (Parameter given : input.path()) {
            ParameterNode leaf = leaf(given.name(), StructPlan::named);
            if (leaf != null) {
                leaf.add(given.value(), "path", given.name());
            } else if (rejectUnknown) {
                addUnknown(given.name());
            }
        }
    }

    private void addBound() {
        for (FieldPlan field : root.bound()) {
            if (tree.child(field) != null) {
                continue;
            }
            FieldBinding binding = field.binding;
            set(field, queried(binding.query()), "query", binding.query());
            if (tree.child(field) == null && !binding.cookie().isEmpty()) {
                // Browsers put the one of the longest path first (RFC 6265, section 5.4).
                List<String> first = input.values().cookie(binding.cookie()).stream()
                        .limit(1)
                        .toList();
                set(field, first, "cookie", binding.cookie());
            }
            if (tree.child(field) == null && !binding.header().isEmpty()) {
                set(field, input.values().header(binding.header()), HEADER, binding.header());
            }
        }
    }

    private void set(FieldPlan field, List<String> texts, String source, String name) {
        if (!texts.isEmpty()) {
            tree.childFor(field).set(shaped(texts, field.type, source.equals(HEADER)), source, name);
        }
    }

    private List<String> queried(String name) {
        if (name.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(1);
        for (Parameter parameter : input.query()) {
            if (parameter.name().equals(name)) {
                texts.add(parameter.value());
            }
        }
        return texts;
    }

    /** Lists stand in one text with commas between; lines of one header are one text with commas between (RFC 9110, 5.3). */
    private static List<String> shaped(List<String> texts, TypePlan type, boolean isHeader) {
        if (type.kind != TypePlan.Kind.LIST && type.kind != TypePlan.Kind.SET) {
            return isHeader && texts.size() > 1 ? List.of(String.join(", ", texts)) : texts;
        }
        List<String> elements = new ArrayList<>();
        for (String text : texts) {
            for (String element : text.split(",", -1)) {
                elements.add(isHeader ? element.strip() : element);
            }
        }
        return elements;
    }

    private void addQuery(boolean rejectUnknown) throws FaultLog.Abort {
        Set<String> taken = new HashSet<>();
        for (FieldPlan field : root.bound()) {
            taken.add(field.binding.query());
        }
        for (Parameter parameter : input.query()) {
            String name = parameter.name();
            if (taken.contains(name)) {
                continue;
            }
            ParameterNode leaf = leaf(name, StructPlan::keyed);
            if (leaf != null) {
                leaf.add(parameter.value(), "query", name);
            } else if (rejectUnknown) {
                addUnknown(name);
            }
        }
    }

    private void addUnknown(String name) throws FaultLog.Abort {
        String shown = FaultLog.shorten(name);
        List<String> path = List.of(shown.split("\\.", -1));
        path.forEach(faults::push);
        faults.add("field of " + root.name, "parameter " + shown + " (expected: a field of " + root.name + ")");
        path.forEach(step -> faults.pop());
    }

    private @Nullable ParameterNode leaf(String path, BiFunction<StructPlan, String, @Nullable FieldPlan> lookup) {
        StructPlan struct = root;
        List<FieldPlan> fields = new ArrayList<>(2);
        int begin = 0;
        while (true) {
            int dot = path.indexOf('.', begin);
            FieldPlan next = lookup.apply(struct, path.substring(begin, dot < 0 ? path.length() : dot));
            if (next == null) {
                return null;
            }
            fields.add(next);
            if (dot < 0) {
                break;
            }
            if (next.type.kind != TypePlan.Kind.STRUCT) {
                return null;
            }
            struct = next.type.struct();
            begin = dot + 1;
        }
        ParameterNode node = tree;
        for (FieldPlan step : fields) {
            node = node.childFor(step);
        }
        return node;
    }
}
