package io.turnpike.gateway.upstream.thrift;

import io.netty.buffer.ByteBuf;
import io.turnpike.registry.ServiceInstance;

/** Writes what stands in front of a message on one connection. For use by one thread. */
interface RequestHead {

    /** Nothing: {@link Framing#BUFFERED}. */
    RequestHead NONE = new RequestHead() {
        @Override
        public int bytes() {
            return 0;
        }

        @Override
        public void write(ThriftCall call, int messageBytes, ByteBuf out) {}
    };

    /** The length: {@link Framing#FRAMED}. */
    RequestHead LENGTH = new RequestHead() {
        @Override
        public int bytes() {
            return 4;
        }

        @Override
        public void write(ThriftCall call, int messageBytes, ByteBuf out) {
            out.writeInt(messageBytes);
        }
    };

    /** About how many bytes it takes. */
    int bytes();

    /** @param messageBytes how many bytes of the message follow */
    void write(ThriftCall call, int messageBytes, ByteBuf out);

    /**
     * What stands in front of the messages to a server.
     *
     * @param service the name that the gateway has for it
     * @param framing the framing that has been found
     */
    static RequestHead of(String service, Framing framing, Dialect dialect, ServiceInstance server) {
        return switch (framing) {
            case AUTO -> throw new IllegalArgumentException("framing: AUTO (expected: the one that was found)");
            case FRAMED -> LENGTH;
            case BUFFERED -> NONE;
            case TTHEADER -> new TTHeaderRequestHead(service, dialect);
            case HTTP -> new HttpRequestHead(Problems.address(server), dialect.httpPath());
        };
    }
}
