package io.turnpike.thrift.protocol;

import java.util.Arrays;

/** The header of a message, laid out but for its sequence id. Immutable. */
public final class HeaderTemplate {

    private final ThriftProtocol protocol;
    private final byte[] before;
    private final byte[] after;

    public HeaderTemplate(ThriftProtocol protocol, String name, MessageType type) {
        this.protocol = protocol;
        ByteSink header = new ByteSink(name.length() + 12);
        ThriftWriter.of(protocol, header).beginMessage(name, type, 0);
        byte[] bytes = header.toByteArray();
        int idBegin = switch (protocol) {
            case BINARY -> bytes.length - 4;
            case COMPACT -> 2;
        };
        int idBytes = switch (protocol) {
            case BINARY -> 4;
            case COMPACT -> 1;
        };
        before = Arrays.copyOf(bytes, idBegin);
        after = Arrays.copyOfRange(bytes, idBegin + idBytes, bytes.length);
    }

    /** Appends the header. */
    public void write(int sequenceId, ByteSink out) {
        out.writeBytes(before, 0, before.length);
        switch (protocol) {
            case BINARY -> out.writeInt(sequenceId);
            case COMPACT -> out.writeVarint32(sequenceId);
        }
        out.writeBytes(after, 0, after.length);
    }

    /**
     * Whether the next bytes are this header with this sequence id; if so, they are taken, otherwise nothing is.
     *
     * @param in reads the protocol of this template
     * @throws ProtocolException if the message ends within the sequence id
     */
    public boolean take(ThriftReader in, int sequenceId) throws ProtocolException {
        int begin = in.position;
        if (in.take(before) && in.readSequenceId() == sequenceId && (after.length == 0 || in.take(after))) {
            return true;
        }
        in.position = begin;
        return false;
    }
}
