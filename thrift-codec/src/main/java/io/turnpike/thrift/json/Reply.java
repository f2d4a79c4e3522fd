package io.turnpike.thrift.json;

import io.turnpike.thrift.schema.FieldSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param kind what kind of answer it is; for {@link Kind#VALUE} and {@link Kind#EXCEPTION} JSON has been written
 * @param exception the declared exception that was thrown; null for every other kind
 * @param status the HTTP status that the IDL or the reply asks for; 0 if neither does
 * @param headers the HTTP headers that annotated fields become, in the order of the reply; {@code Set-Cookie} may come several
 *     times
 * @param applicationErrorType the type number of a {@code TApplicationException}; 0 for every other kind
 * @param applicationErrorMessage its message; the empty text for every other kind
 */
public record Reply(
        Kind kind,
        @Nullable FieldSchema exception,
        int status,
        List<Parameter> headers,
        int applicationErrorType,
        String applicationErrorMessage) {

    public Reply {
        headers = List.copyOf(headers);
    }

    /** Kinds of answers. */
    public enum Kind {
        /** A result; its JSON has been written. */
        VALUE,
        /** A {@code void} method has returned. */
        VOID,
        /** A declared exception; {@code {"exception":"<type>","value":{…}}} has been written. */
        EXCEPTION,
        /** A {@code TApplicationException}: the server refused the call or failed in it. */
        APPLICATION_ERROR
    }

    public static final Reply VALUE = new Reply(Kind.VALUE, null, 0, List.of(), 0, "");
    public static final Reply VOID = new Reply(Kind.VOID, null, 0, List.of(), 0, "");
}
