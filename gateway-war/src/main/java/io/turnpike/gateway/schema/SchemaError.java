package io.turnpike.gateway.schema;

import dev.harrel.jsonschema.Error;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * One finding of the schema library.
 *
 * @param place JSON Pointer of the value
 * @param path JSON Pointer of the keyword, by way of references
 * @param schema JSON Pointer of the schema that has the keyword; of a schema that is {@code false}, its own
 * @param keyword the keyword; the empty text of a schema that is {@code false}
 * @param words what the library says
 */
record SchemaError(String place, String path, String schema, String keyword, String words) {

    static SchemaError of(Error error) {
        String location = error.getSchemaLocation();
        int fragment = location.indexOf('#');
        String pointer = fragment < 0 ? "" : location.substring(fragment + 1);
        return new SchemaError(
                error.getInstanceLocation(),
                error.getEvaluationPath(),
                pointer.indexOf('%') < 0
                        ? pointer
                        : URLDecoder.decode(pointer.replace("+", "%2B"), StandardCharsets.UTF_8),
                error.getKeyword() == null ? "" : error.getKeyword(),
                error.getError());
    }

    /** Whether this was found within what another one is about. */
    boolean within(SchemaError outer) {
        return path.startsWith(outer.path + '/');
    }

    /** Whether this was found by what follows from another one, an {@code if}. */
    boolean follows(SchemaError condition) {
        if (!condition.keyword.equals("if")) {
            return false;
        }
        String around = condition.path.substring(0, condition.path.length() - "if".length());
        return path.startsWith(around + "then") || path.startsWith(around + "else");
    }

    /** Whether this is about a member or an element of what is at a place, and not of what is deeper in it. */
    boolean isMemberOf(String outer) {
        return place.startsWith(outer + '/') && place.indexOf('/', outer.length() + 1) < 0;
    }

    /** Which of the alternatives of {@code anyOf} or {@code oneOf} this was found in. */
    String branch(SchemaError outer) {
        int begin = outer.path.length() + 1;
        int end = path.indexOf('/', begin);
        return end < 0 ? path.substring(begin) : path.substring(begin, end);
    }
}
