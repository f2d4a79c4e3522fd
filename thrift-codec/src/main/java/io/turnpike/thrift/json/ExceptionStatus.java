package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.FieldSchema;
import io.turnpike.thrift.schema.StructSchema;
import org.jspecify.annotations.Nullable;

/** The HTTP status that the IDL gives to a declared exception by {@code api.http_code}. */
final class ExceptionStatus {

    private ExceptionStatus() {}

    /** The status that the clause names by which a method declares it, or else the exception's type; 0 if neither names one of 200 to 599. */
    static int of(FieldSchema thrown) {
        int status = of(thrown.annotations().get(FieldBinding.HTTP_CODE));
        return status == 0 && thrown.type() instanceof StructSchema type
                ? of(type.annotations().get(FieldBinding.HTTP_CODE))
                : status;
    }

    private static int of(@Nullable String text) {
        return text != null && text.matches("[2-5][0-9][0-9]") ? Integer.parseInt(text) : 0;
    }
}
