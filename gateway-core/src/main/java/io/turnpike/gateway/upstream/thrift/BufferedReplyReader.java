package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ByteSink;
import io.turnpike.thrift.protocol.MessageScanner;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.ThriftProtocol;

/** Replies in {@link Framing#BUFFERED}: the message itself says where it ends. */
final class BufferedReplyReader extends ReplyReader {

    private final MessageScanner scanner;

    BufferedReplyReader(ThriftProtocol protocol, ProtocolLimits limits, ByteSinkPool sinks) {
        super(limits, sinks);
        scanner = MessageScanner.of(protocol, limits);
    }

    @Override
    boolean feed(byte[] bytes, int from, int count) throws ProtocolException {
        int used = scanner.scan(bytes, from, count);
        int ours = used < 0 ? count : used;
        if ((long) receivedBytes() + ours > limits().messageBytes()) {
            throw new ProtocolException("a message of more than " + limits().messageBytes() + " bytes");
        }
        if (gathered() == null && used >= 0) {
            return complete(bytes, from, used, count - used);
        }
        ByteSink sink = gather(bytes, from, ours);
        return used >= 0 && complete(sink.array(), 0, sink.size(), count - used);
    }

    @Override
    void reset() {
        super.reset();
        scanner.reset();
    }
}
