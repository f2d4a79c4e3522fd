package io.turnpike.thrift.json;

import java.util.List;

/**
 * What a call's arguments are made from. The array is not copied.
 *
 * @param json holds the JSON body
 * @param offset where the body begins
 * @param length its length in bytes; 0: there is no body
 * @param path the texts of the path's templates, each with the name of the field (in the IDL) that it fills; these win over
 *     everything else
 * @param query the parameters of the query; beside a body only those count that fields are bound to by {@code api.query}
 * @param values the headers and cookies
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of every body would cost more than it protects
public record CallInput(
        byte[] json, int offset, int length, List<Parameter> path, List<Parameter> query, RequestValues values) {

    private static final byte[] NONE = {};

    /** A body and the texts of the path's templates. */
    public CallInput(byte[] json, int offset, int length, List<Parameter> path) {
        this(json, offset, length, path, List.of(), RequestValues.NONE);
    }

    public static CallInput ofBody(byte[] json) {
        return new CallInput(json, 0, json.length, List.of());
    }

    /** A query without a body. */
    public static CallInput ofQuery(List<Parameter> query) {
        return new CallInput(NONE, 0, 0, List.of(), query, RequestValues.NONE);
    }
}
