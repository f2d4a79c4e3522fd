package io.turnpike.thrift.protocol;

/** Bytes that are no Thrift message, or one beyond a limit. Carries no stack trace: it describes a peer, not our code. */
public final class ProtocolException extends Exception {

    public ProtocolException(String message) {
        super(message, null, false, false);
    }
}
