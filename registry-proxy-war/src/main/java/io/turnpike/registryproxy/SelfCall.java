package io.turnpike.registryproxy;

import java.net.InetSocketAddress;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.layered.TFramedTransport;

/**
 * Calls the RegistryProxy in the way that the gateway does, on a connection of its own, to see whether it answers. The method is
 * one that does not exist, so that nothing is done.
 */
final class SelfCall {

    private static final String METHOD = "turnpikeSelfCall";
    private static final int PATIENCE_MILLIS = 1_000;

    private SelfCall() {}

    /** Whether a RegistryProxy answers there within a second or two. */
    static boolean isAnswered(InetSocketAddress where) {
        String host = where.getAddress().isAnyLocalAddress()
                ? "localhost"
                : where.getAddress().getHostAddress();
        try (TSocket socket = new TSocket(host, where.getPort(), PATIENCE_MILLIS);
                TFramedTransport transport = new TFramedTransport(socket)) {
            transport.open();
            TProtocol protocol = new TBinaryProtocol(transport);
            protocol.writeMessageBegin(new TMessage(METHOD, TMessageType.CALL, 1));
            protocol.writeStructBegin(new TStruct(METHOD));
            protocol.writeFieldStop();
            protocol.writeStructEnd();
            protocol.writeMessageEnd();
            transport.flush();
            TMessage reply = protocol.readMessageBegin();
            return reply.type == TMessageType.EXCEPTION
                    && TApplicationException.readFrom(protocol).getType() == TApplicationException.UNKNOWN_METHOD;
        } catch (TException e) {
            return false;
        }
    }
}
