package io.turnpike.thrift.json;

import io.turnpike.thrift.protocol.ProtocolLimits;

/**
 * The choices that the mapping leaves to a service.
 *
 * @param rejectUnknownFields whether a JSON field that the IDL does not know is a fault rather than ignored
 * @param int64AsText whether i64 is written as JSON text rather than as a number
 * @param nonFiniteAsNull whether NaN and infinities in a reply become {@code null} rather than an error
 * @param enumAsNumber whether enums are written as their number rather than their name; both are read
 * @param jsonBytes longest JSON, of a call or of a reply, in bytes
 * @param jsonDepth deepest nesting of JSON that is read, 1 to {@value #MAX_DEPTH}
 * @param limits limits of the Thrift side; its depth is at most {@value #MAX_DEPTH} here
 */
public record MappingOptions(
        boolean rejectUnknownFields,
        boolean int64AsText,
        boolean nonFiniteAsNull,
        boolean enumAsNumber,
        int jsonBytes,
        int jsonDepth,
        ProtocolLimits limits) {

    public static final MappingOptions DEFAULTS = new MappingOptions(false, false, false, 64, ProtocolLimits.DEFAULTS);

    /** Deeper nesting is never translated: it could exhaust the stack of a thread. */
    public static final int MAX_DEPTH = 512;

    /** JSON may be longer than Thrift: without another limit, times that of a message. */
    private static final int MOST_GROWTH = 4;

    public MappingOptions {
        if (jsonBytes < 1) {
            throw new IllegalArgumentException("jsonBytes: " + jsonBytes + " (expected: > 0)");
        }
        requireDepth("jsonDepth", jsonDepth);
        requireDepth("limits.depth", limits.depth());
    }

    /** Options that write enums by name, and whose JSON may have four times as many bytes as a message. */
    public MappingOptions(
            boolean rejectUnknownFields,
            boolean int64AsText,
            boolean nonFiniteAsNull,
            int jsonDepth,
            ProtocolLimits limits) {
        this(
                rejectUnknownFields,
                int64AsText,
                nonFiniteAsNull,
                false,
                (int) Math.min(Integer.MAX_VALUE, (long) MOST_GROWTH * limits.messageBytes()),
                jsonDepth,
                limits);
    }

    private static void requireDepth(String name, int value) {
        if (value < 1 || value > MAX_DEPTH) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 to " + MAX_DEPTH + ")");
        }
    }
}
