package io.turnpike.thrift.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service with every method that can be called on it, those of the services it extends included.
 *
 * @param name the service's name in its IDL
 * @param methods by name; the inherited ones first, in the order of the IDL
 * @param annotations annotations of the service
 * @param doc the doc comment, or the empty text
 */
public record ServiceSchema(
        String name, Map<String, MethodSchema> methods, Map<String, String> annotations, String doc) {

    public ServiceSchema {
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
        annotations = Map.copyOf(annotations);
    }

    /** The method of this name, or null. */
    public @Nullable MethodSchema method(String methodName) {
        return methods.get(methodName);
    }
}
