package io.turnpike.thrift.server;

import java.util.Map;

/** Thrown by a {@link MethodHandler} to answer with an exception that the IDL declares. */
public final class DeclaredException extends Exception {

    private final String typeName;
    private final transient Map<String, ?> fields;

    /**
     * @param typeName the exception's name in the IDL
     * @param fields its fields by name
     */
    public DeclaredException(String typeName, Map<String, ?> fields) {
        super(typeName);
        this.typeName = typeName;
        this.fields = Map.copyOf(fields);
    }

    public String typeName() {
        return typeName;
    }

    public Map<String, ?> fields() {
        return fields;
    }
}
