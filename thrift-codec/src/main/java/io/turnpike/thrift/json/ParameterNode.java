package io.turnpike.thrift.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request values beside the body as a tree along the structs that they fill: a node per field, with texts at its leaves. */
final class ParameterNode {

    private final @Nullable FieldPlan field;
    private final List<ParameterNode> children = new ArrayList<>(4);
    private List<String> texts = List.of();
    private String source = "";
    private String name = "";

    private ParameterNode(@Nullable FieldPlan field) {
        this.field = field;
    }

    static ParameterNode root() {
        return new ParameterNode(null);
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

    /** Where the texts come from, such as {@code header X-Id}. */
    String origin() {
        return source + ' ' + name;
    }

    void set(List<String> given, String givenSource, String givenName) {
        texts = given;
        source = givenSource;
        name = givenName;
    }

    /** Adds a text, unless the field has texts from another source. */
    void add(String text, String givenSource, String givenName) {
        if (texts.isEmpty()) {
            set(new ArrayList<>(1), givenSource, givenName);
        }
        if (source.equals(givenSource)) {
            texts.add(text);
        }
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

    ParameterNode childFor(FieldPlan wanted) {
        ParameterNode child = child(wanted);
        if (child == null) {
            child = new ParameterNode(wanted);
            children.add(child);
        }
        return child;
    }
}
