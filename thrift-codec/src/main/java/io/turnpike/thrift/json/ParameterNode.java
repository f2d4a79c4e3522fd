package io.turnpike.thrift.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters as a tree along the structs that they fill: a node per field, with texts at its leaves. */
final class ParameterNode {

    private final @Nullable FieldPlan field;
    private final List<ParameterNode> children = new ArrayList<>(4);
    private final List<String> texts = new ArrayList<>(1);

    private ParameterNode(@Nullable FieldPlan field) {
        this.field = field;
    }

    /** Sorts parameters into a tree; those that name no field are left out, or faults. */
    static ParameterNode of(StructPlan root, List<Parameter> parameters, boolean rejectUnknown, FaultLog faults)
            throws FaultLog.Abort {
        ParameterNode tree = new ParameterNode(null);
        for (Parameter parameter : parameters) {
            ParameterNode leaf = tree.leaf(root, parameter.name());
            if (leaf != null) {
                leaf.texts.add(parameter.value());
            } else if (rejectUnknown) {
                addUnknown(root, parameter.name(), faults);
            }
        }
        return tree;
    }

    /** The field it fills; not to be asked of the root. */
    FieldPlan field() {
        if (field == null) {
            throw new IllegalStateException("the root fills no field");
        }
        return field;
    }

    List<ParameterNode> children() {
        return children;
    }

    /** The texts given for the field; empty: only its own fields are given. */
    List<String> texts() {
        return texts;
    }

    @Nullable
    ParameterNode child(FieldPlan wanted) {
        for (ParameterNode child : children) {
            if (child.field == wanted) {
                return child;
            }
        }
        return null;
    }

    private static void addUnknown(StructPlan root, String name, FaultLog faults) throws FaultLog.Abort {
        String shown = FaultLog.shorten(name);
        List<String> path = List.of(shown.split("\\.", -1));
        path.forEach(faults::push);
        faults.add("field of " + root.name, "parameter " + shown + " (expected: a field of " + root.name + ")");
        path.forEach(step -> faults.pop());
    }

    private @Nullable ParameterNode leaf(StructPlan root, String path) {
        StructPlan struct = root;
        List<FieldPlan> fields = new ArrayList<>(2);
        int begin = 0;
        while (true) {
            int dot = path.indexOf('.', begin);
            byte[] name = path.substring(begin, dot < 0 ? path.length() : dot).getBytes(StandardCharsets.UTF_8);
            FieldPlan next = struct.find(name, 0, name.length, 0);
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
        ParameterNode node = this;
        for (FieldPlan step : fields) {
            ParameterNode child = node.child(step);
            if (child == null) {
                child = new ParameterNode(step);
                node.children.add(child);
            }
            node = child;
        }
        return node;
    }
}
