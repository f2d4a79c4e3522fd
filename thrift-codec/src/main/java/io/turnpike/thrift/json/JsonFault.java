package io.turnpike.thrift.json;

/**
 * One place where a request does not fit the IDL.
 *
 * @param pointer JSON Pointer (RFC 6901) to the value at fault; the empty text is the whole body
 * @param expected what was expected there, in Thrift terms: {@code i32}, {@code required field of InsertAssetRequest}
 * @param message what is wrong and what was expected, in one sentence
 */
public record JsonFault(String pointer, String expected, String message) {}
