package io.turnpike.thrift.protocol;

/** The message types of Thrift; {@link #code()} is the number on the wire. */
public enum MessageType {
    CALL(1),
    REPLY(2),
    EXCEPTION(3),
    ONEWAY(4);

    private final int code;

    MessageType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /**
     * The message type of a number on the wire.
     *
     * @throws ProtocolException if there is none
     */
    static MessageType of(int code) throws ProtocolException {
        return switch (code) {
            case 1 -> CALL;
            case 2 -> REPLY;
            case 3 -> EXCEPTION;
            case 4 -> ONEWAY;
            default -> throw new ProtocolException("message type " + code + " (expected: 1 to 4)");
        };
    }
}
