package io.turnpike.thrift.protocol;

/**
 * Finds where a message ends in a stream without frames, without ever looking at a byte twice.
 *
 * <p>Fed with the bytes of a stream as they come; keeps none of them. Its memory is bounded by
 * {@link ProtocolLimits#depth()}. Not safe for use by several threads at once.
 */
public sealed interface MessageScanner permits NestingScanner {

    /** A scanner that is ready for a message. */
    static MessageScanner of(ThriftProtocol protocol, ProtocolLimits limits) {
        return switch (protocol) {
            case BINARY -> new BinaryMessageScanner(limits);
            case COMPACT -> new CompactMessageScanner(limits);
        };
    }

    /**
     * Takes the bytes that follow those of the call before.
     *
     * @return how many of these bytes belong to the message, when it ends within them; -1 when all of them do and more are
     *     needed
     * @throws ProtocolException if this is no message of the protocol, or one beyond a limit
     * @throws IllegalStateException if the message has ended before and there was no {@link #reset()}
     */
    int scan(byte[] bytes, int offset, int length) throws ProtocolException;

    /** Makes it ready for the next message. */
    void reset();
}
