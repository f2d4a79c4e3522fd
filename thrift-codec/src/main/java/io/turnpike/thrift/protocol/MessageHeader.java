package io.turnpike.thrift.protocol;

/**
 * What a message begins with.
 *
 * @param name the method's name
 * @param type what kind of message it is
 * @param sequenceId the number that ties a reply to its call
 * @param bytes how many bytes the header took
 */
public record MessageHeader(String name, MessageType type, int sequenceId, int bytes) {

    /** Appends a header; in the binary protocol a strict one. */
    public static void write(ThriftProtocol protocol, ByteSink out, String name, MessageType type, int sequenceId) {
        ThriftWriter.of(protocol, out).beginMessage(name, type, sequenceId);
    }

    /**
     * Reads a header; in the binary protocol a strict one or (as old servers write it) one that is not.
     *
     * @throws ProtocolException if there is none, or it is beyond a limit
     */
    public static MessageHeader read(
            ThriftProtocol protocol, byte[] bytes, int offset, int length, ProtocolLimits limits)
            throws ProtocolException {
        return ThriftReader.of(protocol, bytes, offset, length, limits).readMessageBegin();
    }
}
