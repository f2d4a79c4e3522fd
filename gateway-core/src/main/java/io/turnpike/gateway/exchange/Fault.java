package io.turnpike.gateway.exchange;

import org.jspecify.annotations.Nullable;

/**
 * One of the faults of a request: where, and what was expected.
 *
 * @param pointer JSON Pointer (RFC 6901) into the request's body; the empty text is the whole body
 * @param detail what is wrong and what was expected, in one sentence
 * @param expected what was expected there in a word or two, such as a Thrift type; null where the sentence says it all
 * @param line line of the IDL text at fault, counted from 1; 0 if the fault is not in an IDL
 * @param column column in that line, counted from 1; 0 if the fault is not in an IDL
 */
public record Fault(String pointer, String detail, @Nullable String expected, int line, int column) {

    public static Fault at(String pointer, String detail) {
        return new Fault(pointer, detail, null, 0, 0);
    }
}
