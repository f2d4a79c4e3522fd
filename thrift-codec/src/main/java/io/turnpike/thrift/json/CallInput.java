package io.turnpike.thrift.json;

import java.util.List;

/**
 * What a call's arguments are made from. The array is not copied.
 *
 * @param json holds the JSON body
 * @param offset where the body begins
 * @param length its length in bytes; 0: there is no body
 * @param parameters values given as text; where one names the same field as the body, it wins
 */
@SuppressWarnings("ArrayRecordComponent") // a copy of every body would cost more than it protects
public record CallInput(byte[] json, int offset, int length, List<Parameter> parameters) {

    private static final byte[] NONE = {};

    public static CallInput ofBody(byte[] json) {
        return new CallInput(json, 0, json.length, List.of());
    }

    public static CallInput ofParameters(List<Parameter> parameters) {
        return new CallInput(NONE, 0, 0, parameters);
    }
}
