package io.turnpike.gateway.upstream.thrift;

import io.turnpike.gateway.exchange.GatewayException;
import io.turnpike.gateway.upstream.io.ByteSinkPool;
import io.turnpike.thrift.protocol.ProtocolException;
import io.turnpike.thrift.protocol.ProtocolLimits;
import io.turnpike.thrift.protocol.TTHeader;
import io.turnpike.thrift.protocol.ThriftProtocol;
import java.util.Map;

/**
 * Replies in {@link Framing#TTHEADER}. The sequence id is checked in the message, not in the header, where some servers do
 * not copy it.
 */
final class TTHeaderReplyReader extends FramedReplyReader {

    /** Text of a server that is about to close the connection. */
    private static final String CLOSING = "crrst";

    private final String service;
    private final ThriftProtocol protocol;
    private Map<String, String> texts = Map.of();

    /** @param service for messages */
    TTHeaderReplyReader(String service, Dialect dialect, ProtocolLimits limits, ByteSinkPool sinks) {
        super(limits, sinks);
        this.service = service;
        this.protocol = dialect.protocol();
    }

    @Override
    boolean frame(byte[] source, int start, int count, int extra) throws ProtocolException {
        int begin = start - LENGTH_BYTES;
        TTHeader header = TTHeader.read(source, begin, count + LENGTH_BYTES, limits());
        if (header.protocol() != protocol) {
            throw new ProtocolException("protocol " + header.protocol() + " (expected: " + protocol + ")");
        }
        texts = header.texts();
        return complete(source, begin + header.headerBytes(), header.messageBytes(), extra);
    }

    @Override
    void requireAnswerTo(ThriftCall call) throws GatewayException {
        String status = texts.getOrDefault(TTHeader.BUSINESS_STATUS, "0");
        if (!status.equals("0")) {
            throw Problems.businessError(service, status, texts.getOrDefault(TTHeader.BUSINESS_MESSAGE, ""));
        }
    }

    @Override
    boolean connectionStays() {
        return !texts.containsKey(CLOSING);
    }

    @Override
    void reset() {
        super.reset();
        texts = Map.of();
    }
}
