package io.turnpike.gateway.plugin.common;

import io.turnpike.gateway.exchange.HeaderField;
import io.turnpike.gateway.plugin.PluginRequest;
import io.turnpike.gateway.plugin.ResponseHead;
import io.turnpike.gateway.plugin.configuration.PluginConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** What {@code Remove}, {@code Set} and {@code Add} say about header fields; it is done in this order. Immutable. */
public final class HeaderEdits {

    private final List<String> removed;
    private final List<HeaderField> set;
    private final List<HeaderField> added;

    private HeaderEdits(List<String> removed, List<HeaderField> set, List<HeaderField> added) {
        this.removed = List.copyOf(removed);
        this.set = List.copyOf(set);
        this.added = List.copyOf(added);
    }

    /**
     * Reads those of a configuration.
     *
     * @param name checks the names, see {@link HeaderText}
     */
    public static HeaderEdits read(PluginConfiguration configuration, UnaryOperator<String> name, FaultList faults) {
        List<String> removed = configuration.texts("Remove");
        for (int i = 0; i < removed.size(); i++) {
            faults.read("/Remove/" + i, removed.get(i), name);
        }
        return new HeaderEdits(
                removed, fields("Set", configuration, name, faults), fields("Add", configuration, name, faults));
    }

    /** Does it to a request. */
    public void apply(PluginRequest request) {
        for (String name : removed) {
            request.removeHeader(name);
        }
        for (HeaderField field : set) {
            request.setHeader(field.name(), field.value());
        }
        for (HeaderField field : added) {
            request.addHeader(field.name(), field.value());
        }
    }

    /** Does it to an answer. */
    public void apply(ResponseHead head) {
        for (String name : removed) {
            head.removeHeader(name);
        }
        for (HeaderField field : set) {
            head.setHeader(field.name(), field.value());
        }
        for (HeaderField field : added) {
            head.addHeader(field.name(), field.value());
        }
    }

    private static List<HeaderField> fields(
            String key, PluginConfiguration configuration, UnaryOperator<String> name, FaultList faults) {
        List<HeaderField> fields = new ArrayList<>();
        PluginConfiguration object = configuration.at(key);
        for (String each : object.keys()) {
            String at = "/" + key + "/" + each.replace("~", "~0").replace("/", "~1");
            faults.read(at, each, name);
            List<String> values = new ArrayList<>(object.texts(each));
            object.text(each).ifPresent(values::add);
            for (String value : values) {
                faults.read(at, value, HeaderText::value);
                fields.add(new HeaderField(each, value));
            }
        }
        return fields;
    }
}
